"""How dates and numbers are written, where Django's own choice would puzzle half the readers."""
