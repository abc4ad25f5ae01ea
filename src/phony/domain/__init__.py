"""Values only: what can happen in a call, what a call can ask for, and the records kept of it."""
