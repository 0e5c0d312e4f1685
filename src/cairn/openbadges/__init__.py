"""Open Badges: building, reading, baking and sharing."""
