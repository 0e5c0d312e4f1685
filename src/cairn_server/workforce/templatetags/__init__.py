"""Drawing the board."""
