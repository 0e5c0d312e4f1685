"""What happened, append-only; who is told; the work that is done in the background."""
