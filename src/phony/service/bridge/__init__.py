"""One running call, on this worker: two sockets around one session, and its record."""
