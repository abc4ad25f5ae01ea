"""The agent's leg."""
