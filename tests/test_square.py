"""Any point of the square is a regime, and where nothing depends on the two dimensions the field is flat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cohesion_sim import plots
from cohesion_sim.comparisons.field import Field, over_square
from cohesion_sim.errors import UserError
from cohesion_sim.policy.regime import Regime
from tests.test_comparison import BASE


@pytest.fixture(scope="module")
def square() -> Field:
    return over_square(replace(BASE, months=12), "heritage", points=3, replicates=2, processes=1)


def test_support_for_the_culture_of_origin_keeps_heritage(square: Field) -> None:
    assert square.values.shape == (2, 3, 3)
    assert (square.mean[2] > square.mean[0]).all()


def test_the_middle_differs_from_itself_by_nothing(square: Field) -> None:
    table = square.table.set_index(["maintenance", "mixing"])
    assert table.loc[(0.5, 0.5), ["difference", "low", "high"]].tolist() == [0.0, 0.0, 0.0]


def test_population_does_not_depend_on_maintenance_in_the_first_month() -> None:
    found = over_square(replace(BASE, months=1), "population", points=2, replicates=1, processes=1)
    assert np.ptp(found.mean) == 0.0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_figure_shows_field_and_regimes(square: Field, language: str) -> None:
    figure = plots.square([Regime(name="targeted")], language, field=square)
    assert len(figure.axes) == 2


def test_an_outcome_is_measured_on_those_it_covers() -> None:
    with pytest.raises(UserError, match="heritage of hosts is not measured; it is of migrants"):
        over_square(BASE, "heritage", "hosts")
