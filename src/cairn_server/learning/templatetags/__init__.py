"""Filters for the cards of units."""
