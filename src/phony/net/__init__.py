"""The small socket interface of both legs."""
