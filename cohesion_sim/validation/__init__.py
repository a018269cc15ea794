"""Validation: what comes out of the model, seen through its survey and its trials, beside what was published.

Nothing here sets a number of the model. Patterns that fail stay on the scorecard, with the reason where it is known.
"""
