"""Tags of the forms of people."""
