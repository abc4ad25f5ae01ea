"""MongoDB: one repository per collection, each made for one organization."""
