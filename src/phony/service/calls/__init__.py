"""A call's way, seen from outside: how it begins, goes on, and ends."""
