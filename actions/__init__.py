"""What the assistant does in a turn."""
