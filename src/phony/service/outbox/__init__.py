"""What others are told: webhooks that we send."""
