"""A report tells one comparison on one page: readable by a minister, checkable by a reviewer, complete by itself."""
