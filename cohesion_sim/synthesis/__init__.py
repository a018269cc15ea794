"""Synthesis: the people, places and ties in which a run begins."""
