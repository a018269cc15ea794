"""A declared number is checked when it is made, and says in one sentence what would be right."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.errors import UserError
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import Parameters, declarations, param


@dataclass(frozen=True, kw_only=True)
class Sample(Parameters):
    """Numbers of each type."""

    share: float = param(0.5, unit="share", low=0.0, high=1.0, source="assumption")
    count: int = param(3, unit="persons", low=1, high=10, source="C01")
    open: bool = param(True, unit="bool", low=0, high=1, source="assumption")


def test_defaults_are_kept_and_compiled_in_order() -> None:
    values = Sample().compiled()
    assert values == (0.5, 3, True)
    assert values._fields == ("share", "count", "open")


def test_two_records_share_one_compiled_type() -> None:
    assert type(Sample().compiled()) is type(Sample(share=0.1).compiled())


def test_a_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Sample().share = 0.1  # type: ignore[misc]


@given(st.floats(0.0, 1.0))
def test_every_number_in_range_is_taken(value: float) -> None:
    assert Sample.read("sample", {"share": value}).share == value


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_limits_themselves_are_allowed(value: float) -> None:
    assert Sample(share=value).share == value


@pytest.mark.parametrize("value", [-0.001, 1.001, math.inf, -math.inf, math.nan, 10**18])
def test_a_number_out_of_range_is_refused(value: float) -> None:
    with pytest.raises(UserError, match=r"sample\.share is .*; it must lie in \[0, 1\]"):
        Sample.read("sample", {"share": value})


@pytest.mark.parametrize("value", ["0.5", None, [0.5], True])
def test_a_wrong_type_is_refused(value: Any) -> None:
    with pytest.raises(UserError, match=r"sample\.share is .*; it must be a number"):
        Sample.read("sample", {"share": value})


@pytest.mark.parametrize("value", [1, 0, "yes", 1.0])
def test_a_switch_is_true_or_false(value: Any) -> None:
    with pytest.raises(UserError, match="it must be true or false"):
        Sample.read("sample", {"open": value})


def test_half_a_person_is_refused() -> None:
    with pytest.raises(UserError, match=r"count is 2\.5; it must be a whole number"):
        Sample.read("sample", {"count": 2.5})


def test_a_whole_float_counts_persons() -> None:
    assert Sample.read("sample", {"count": 4.0}).count == 4
    assert isinstance(Sample.read("sample", {"count": 4.0}).count, int)


def test_an_unknown_name_gets_the_nearest_right_one() -> None:
    with pytest.raises(UserError, match="did you mean 'share'"):
        Sample.read("sample", {"shore": 0.5})


def test_a_default_outside_its_own_range_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="outside its own range"):
        param(2.0, unit="share", low=0.0, high=1.0, source="assumption")


def test_a_declaration_keeps_unit_range_and_source() -> None:
    share = declarations(Sample)[0].metadata
    assert (share["unit"], share["low"], share["high"], share["source"]) == ("share", 0.0, 1.0, "assumption")


def test_numbers_that_were_compiled_can_be_sent_to_a_new_process() -> None:
    used = MECHANISMS["trust"]()
    used.compiled()
    sent = subprocess.run(
        [sys.executable, "-c", "import pickle, sys; print(pickle.load(sys.stdin.buffer).compiled())"],
        input=pickle.dumps(used), capture_output=True, check=True,
    )  # fmt: skip
    assert sent.stdout.decode().strip() == str(used.compiled())
