"""Enrolments, units on the way, reviews, and what is due."""
