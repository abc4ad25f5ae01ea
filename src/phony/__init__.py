"""Phony puts AI voice agents on phone numbers."""

from importlib.metadata import version

__version__ = version("phony")
