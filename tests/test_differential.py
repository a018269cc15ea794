"""Compiled, in plain Python, on another processor's instructions: the last bit of every column is the same."""

from __future__ import annotations

import numpy as np
import pytest

from tests.configurations import KINDS, configuration
from tests.digests import Months, columns, first_difference, months_of
from tests.processes import PLAIN, Run, other_vector_units

COUNT = 210
"""Configurations compared: fifteen of each kind."""
LESS = 70
"""Configurations run without vector units: five of each kind."""


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, Run]:
    """Start all processes side by side."""
    half = COUNT // 2
    return {
        "plain, first half": Run(0, half, PLAIN),
        "plain, second half": Run(half, COUNT, PLAIN),
        "no vector units": Run(0, LESS, other_vector_units()),
    }


@pytest.fixture(scope="module")
def here() -> dict[int, Months]:
    """Return the digests that this process finds, compiled, with one thread."""
    return {number: months_of(number) for number in range(COUNT)}


def differences(one: dict[int, Months], other: dict[int, Months]) -> list[str]:
    """Return a line for each configuration that differs: its number, its kind, the first columns."""
    found = []
    for number in other:
        said = first_difference(one[number], other[number])
        if said:
            found.append(f"configuration {number} ({configuration(number).kind}), {said}")
    return found


@pytest.mark.parametrize("half", ["plain, first half", "plain, second half"])
def test_compiled_and_plain_python_agree_to_the_last_bit(
    elsewhere: dict[str, Run], here: dict[int, Months], half: str
) -> None:
    found = differences(here, elsewhere[half].digests())
    assert not found, "\n".join(found)


def test_without_vector_units_every_bit_is_the_same(elsewhere: dict[str, Run], here: dict[int, Months]) -> None:
    found = differences(here, elsewhere["no vector units"].digests())
    assert not found, "\n".join(found)


def test_configurations_cover_every_kind_and_mostly_run(here: dict[int, Months]) -> None:
    assert COUNT >= 200
    assert COUNT % len(KINDS) == 0
    refused = [number for number, months in here.items() if "error" in months[0]]
    assert len(refused) <= 0.05 * COUNT, refused


def test_the_last_bit_of_one_person_is_seen() -> None:
    """Control that must fail: one unit in the last place of one number is a difference."""
    simulation = configuration(0).simulation()
    before = months_of(0, months=0)[0]
    simulation.world.people.trust[3] = np.nextafter(simulation.world.people.trust[3], np.float32(2.0))
    from tests.digests import digests

    assert first_difference([before], [digests(simulation)]) == "after 0 months: people.trust"
    assert "people.trust" in columns(simulation)
