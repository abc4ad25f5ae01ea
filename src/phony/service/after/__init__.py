"""Once a call is over: its summary, its exports, its deletion."""
