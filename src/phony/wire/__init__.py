"""Sans-I/O codecs of both wires, in both directions."""
