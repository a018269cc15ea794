"""The workshop: people who never programmed steer the real model in a browser, see why, and take the result home."""
