"""REST: one router per resource."""
