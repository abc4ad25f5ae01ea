"""What calls cost: the running bill of one, the limits of all."""
