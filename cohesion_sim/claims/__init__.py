"""Claims: what the handbook chapter says about policy is put to the test, and the outcome is whatever it is."""
