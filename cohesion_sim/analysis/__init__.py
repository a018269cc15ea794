"""Analyses turn stored runs into statements that can be defended; they read a store and run nothing."""
