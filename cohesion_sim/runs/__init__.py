"""Runs: one scenario and one seed, month by month, measured, kept and told."""
