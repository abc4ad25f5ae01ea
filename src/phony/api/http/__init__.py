"""What all routes share: who asks, what may go wrong, how it is described."""
