"""Tests: each a small world, one step, one claim."""
