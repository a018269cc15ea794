"""Documents are written from the code's own declarations, so that they cannot say anything else than the model does."""
