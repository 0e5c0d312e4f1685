"""What other programs speak by their own standards: the VC-API."""
