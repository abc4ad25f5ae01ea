"""What the stand-in model says: rule-based answers and phrases, tools and small talk."""
