"""Keeping it running: health, metrics, traces."""
