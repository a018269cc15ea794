"""Calibration fits numbers that evidence leaves free to findings of kind C, and never to those kept for validation."""
