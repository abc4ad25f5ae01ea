"""`phony bench faults`: break something under live calls, and compare what was heard and stored."""
