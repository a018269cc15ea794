"""Rules are compiled before the tests start, long files come first; Hypothesis draws the same examples in every run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from cohesion_sim.bench.city import city
from cohesion_sim.experiment.warming import WARM, warm

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """Compile on all cores, once, before tests are shared out among processes that would each compile everything."""
    if not hasattr(config, "workerinput"):
        warm(city(WARM))


LONGEST = ("sweep", "lessons", "store", "calibrate", "differential", "long_runs", "validation")
"""Files that take half a minute or more: begun last, one of them would keep one core busy alone in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    rank = {f"test_{name}": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
