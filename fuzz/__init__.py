"""Coverage-guided fuzzing of every reader that a stranger's bytes reach: `python -m fuzz`."""
