"""A user's own tables come in checked, with a list of what is missing or implausible; results go out with labels."""
