"""The caller's leg and the carrier's REST API."""
