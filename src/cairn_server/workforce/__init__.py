"""Teams, work roles, who can do what, who is asked to learn what."""
