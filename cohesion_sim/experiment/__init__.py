"""Experiments: many runs by one design, in one store that survives what interrupts them."""
