"""Comparisons: many runs on the same luck, and what their differences say."""
