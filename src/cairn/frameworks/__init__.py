"""Competency frameworks: ESCO, O*NET and own ones, read into one model and compared."""
