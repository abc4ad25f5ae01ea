"""What runs calls: bridge, recorder, tools, money, feed."""
