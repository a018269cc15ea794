"""What a client may ask for is bounded before anything is computed, and what is too much is refused with a word."""

from __future__ import annotations

MOST_BYTES = 65_536
"""Largest request body."""
LEAST_PERSONS, MOST_PERSONS = 200, 5_000
LEAST_MONTHS, MOST_MONTHS = 12, 240
MOST_SCENARIOS = 5
"""A baseline and up to four beside it."""
MOST_EVENTS = 12
FIRST, USUAL, MOST_REPLICATES = 5, 20, 40
"""Replicates of the first picture, of the usual ensemble, and at most."""
MOST_PERSON_MONTHS = 100_000_000
"""Persons × months × replicates × scenarios of one request: about two minutes of two cores."""
MOST_LABEL = 60
MOST_STREAMS = 4
"""Requests that one client can have under way at once."""
MOST_RUNS_KEPT = 300
MOST_ASKERS = 200
"""Clients whose turns are remembered."""
MOST_SECONDS = 90.0
"""Longest that one run may take."""
MOST_ROOMS, MOST_MEMBERS = 20, 60
ROOM_HOURS = 8.0
"""A room is forgotten after so long without a word."""
