"""Load and latency runs."""
