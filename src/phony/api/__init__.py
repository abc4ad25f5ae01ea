"""REST, webhooks and sockets."""
