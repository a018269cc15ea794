"""Optimise: the best mix for a budget, searched over shares, targeting and governance, with who loses by it."""
