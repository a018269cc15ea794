"""Results change on purpose only: then the baseline is written again, in the commit that says why."""

from __future__ import annotations

import copy

import pytest

from tests.baseline import NUMBERS, difference, outcome, stored
from tests.rules import fingerprint, rules


@pytest.mark.parametrize("number", NUMBERS)
def test_results_are_those_of_the_baseline(number: int) -> None:
    """If this change is meant: python -m tests.baseline --write, and say why in the changelog."""
    assert difference(stored()["configurations"][str(number)], outcome(number)) == ""


@pytest.mark.parametrize("name", sorted(rules()))
def test_rules_give_the_numbers_of_the_baseline(name: str) -> None:
    assert fingerprint(name) == stored()["rules"][name]


def test_every_rule_of_the_baseline_is_still_there() -> None:
    assert set(rules()) == set(stored()["rules"])


def test_a_changed_digit_is_seen() -> None:
    """Control that must fail."""
    was = outcome(NUMBERS[0])
    now = copy.deepcopy(was)
    now["digests"]["people"] = "0" * 16
    assert difference(was, now) == "people"
    assert difference(was, was) == ""
