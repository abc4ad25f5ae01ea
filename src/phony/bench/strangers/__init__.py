"""`phony bench strangers`: what others send, and how long live audio stands still for it."""
