"""Trials inside the model: give something to some and not to others, and estimate its effect as a study would."""
