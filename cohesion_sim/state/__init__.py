"""State: people, ties and places, as columns."""
