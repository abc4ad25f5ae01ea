"""Steering and watching live calls."""
