"""What the assistant does in a turn. `ACTIONS` are run by Rasa under their names."""
