"""The simulated survey: what an institute would find that asked some of the people, with errors and refusals."""
