"""Who may do what: keys, sessions, loopback."""
