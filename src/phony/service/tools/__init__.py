"""What an agent can reach while it talks."""
