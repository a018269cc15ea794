"""A record of numbers reaches a loop unchanged, sealed or not."""

from __future__ import annotations

from typing import NamedTuple

import numba
import pytest

from cohesion_sim.mechanisms.employment import Employment
from cohesion_sim.sealing import opened, sealed


class Mixed(NamedTuple):
    """Numbers of each kind."""

    share: float
    count: int
    allowed: bool


MIXED = Mixed(0.1, -(1 << 40), True)


@numba.njit
def told(record: Mixed) -> tuple[float, int, bool]:
    """Return the numbers one by one."""
    found = opened(record)
    return found.share, found.count, found.allowed


@pytest.mark.parametrize("read", [told, told.py_func], ids=["compiled", "plain"])
@pytest.mark.parametrize("record", [MIXED, sealed(MIXED)], ids=["named tuple", "sealed"])
def test_every_number_arrives_with_its_value_and_kind(read, record):
    found = read(record)
    assert found == (0.1, -(1 << 40), True)
    assert [type(number) for number in found] == [float, int, bool]


def test_parameters_are_sealed_once_as_they_are():
    rules = Employment(find=0.07)
    assert opened(rules.sealed()) == rules.compiled()
    assert rules.sealed() is rules.sealed()
    assert opened(Employment().sealed()).find == 0.05
