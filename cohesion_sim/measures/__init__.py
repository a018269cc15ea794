"""Measures read columns and change nothing: what is counted, for whom, and how it is cut."""
