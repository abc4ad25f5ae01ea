"""The far ends of both wires: a carrier and an engine, offline."""
