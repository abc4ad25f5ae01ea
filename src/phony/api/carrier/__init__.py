"""What the carrier asks of us: its webhooks, its media streams."""
