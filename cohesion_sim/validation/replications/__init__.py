"""Replications: published models of diversity, contact and community, done again with the rules and chances of ours.

Where a rule of ours has the published one as a limit it is used; where we have no such rule (cultural traits that are
copied whole), the published rule runs on our chances, and that is said.
"""
