"""Agents and the numbers they answer: what people write and assign."""
