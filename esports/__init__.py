"""Esports Week: a self-hostable tournament platform for a week of esports events."""
