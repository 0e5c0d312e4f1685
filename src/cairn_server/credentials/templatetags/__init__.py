"""Tags of the credentials context."""
