"""What is required for an achievement, and what is still missing."""
