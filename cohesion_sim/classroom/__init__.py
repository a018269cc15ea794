"""A class works apart and looks together: each student hands in a small file, the teacher gathers them in one table."""
