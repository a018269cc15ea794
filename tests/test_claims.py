"""Claims change one lever at equal euros; the verdict follows from intervals and the difference that matters."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from cohesion_sim import plots
from cohesion_sim.claims import judging
from cohesion_sim.claims.answer import Answer
from cohesion_sim.claims.asking import answered, small
from cohesion_sim.claims.design import jobs, pairs
from cohesion_sim.claims.judging import Effect, Verdict, interval, judged, verdict
from cohesion_sim.claims.reading import claim_of, read_claim, shipped_claims
from cohesion_sim.claims.turning import Curve, crossing, savings, turn
from cohesion_sim.comparisons.resampling import price
from cohesion_sim.config.reading import parsed
from cohesion_sim.errors import UserError
from cohesion_sim.variation import differing

TINY = """
title: {en: Money teaches, fr: L'argent instruit}
says: {en: Money teaches., fr: L'argent instruit.}
tested: {en: With money and without., fr: Avec et sans argent.}
arms:
  with: {title: {en: With money, fr: Avec argent}, set: {funding.eur_per_migrant_year: 16000}, at: 1}
  without: {title: {en: Without, fr: Sans}, set: {funding.eur_per_migrant_year: 0}, at: 0}
better: [[with, without]]
over: {regime: [targeted], funding: [low, high], context: [teaching_town], world: [central]}
outcomes: [{outcome: language, of: migrants, smallest: 0.001}]
break_even: [year, arms]
price: true
months: 24
"""


@pytest.fixture(scope="module")
def answer() -> Answer:
    return answered(claim_of("tiny", parsed(TINY, "tiny")), draws=2, processes=1)


def effect(verdict: str, factor: str = judging.ALL, level: str = judging.ALL, outcome: str = "trust") -> Effect:
    return Effect("a", "b", outcome, "hosts", factor, level, 0.0, 0.0, 0.0, 0.5, 9, 0.01, verdict)


def test_every_shipped_claim_is_read_and_its_arms_share_euros() -> None:
    for name in shipped_claims():
        claim = small(read_claim(name))
        first = pairs(claim, 2, 1)[:1]
        scenarios = {job.name: job.scenario for job in jobs(claim, first, 400)}
        arms = [scenarios[arm] for arm in claim.arms]
        changed = differing(arms)
        assert changed, name
        assert not [key for key in changed if key.startswith("funding.")], name
        rights = [key for key in changed if key.startswith(("regime.rights", "regime.access"))]
        assert bool(rights) == (name in ("restricted_rights_marginalise", "temporary_stay_scars")), name


def test_no_two_pairs_share_a_seed() -> None:
    designed = pairs(read_claim("central_or_local"), 4, 10)
    assert len({pair.seed for pair in designed}) == len(designed)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.011, 0.02, judging.HOLDS),
        (-0.03, -0.011, judging.REVERSES),
        (-0.009, 0.009, judging.NEGLIGIBLE),
        (0.005, 0.02, judging.CANNOT_TELL),
        (math.nan, math.nan, judging.CANNOT_TELL),
    ],
)
def test_an_interval_is_judged_against_what_matters(low: float, high: float, said: str) -> None:
    assert judged(low, high, 0.01) == said


def test_the_interval_rests_on_the_spread_within_cells() -> None:
    mean, low, high = interval([[1.0, 3.0], [11.0, 13.0]])
    assert mean == 7.0
    assert high - mean == pytest.approx(4.302653 * math.sqrt(2.0) * 1.0 / 2.0, rel=1e-6)
    assert low == pytest.approx(14.0 - high)


def test_a_verdict_that_differs_between_levels_depends_on_them() -> None:
    levels = [effect(judging.HOLDS, "funding", "high"), effect(judging.REVERSES, "funding", "low")]
    assert verdict([effect(judging.CANNOT_TELL), *levels]) == Verdict(judging.DEPENDS, ("funding",))


def test_what_cannot_be_told_at_a_level_does_not_turn_a_verdict() -> None:
    assert verdict([effect(judging.HOLDS), effect(judging.CANNOT_TELL, "world", "sceptic")]).kind == judging.HOLDS


def test_a_verdict_can_depend_on_the_outcome() -> None:
    found = [effect(judging.HOLDS), effect(judging.NEGLIGIBLE, outcome="warmth")]
    assert verdict(found) == Verdict(judging.DEPENDS, (judging.OUTCOME,))


def test_what_is_told_of_a_part_is_told_in_part() -> None:
    found = [effect(judging.HOLDS), effect(judging.CANNOT_TELL, outcome="warmth")]
    assert verdict(found) == Verdict(judging.HOLDS, partly=True)


def test_where_nothing_is_told_we_cannot_tell() -> None:
    assert verdict([effect(judging.CANNOT_TELL)]).kind == judging.CANNOT_TELL


def test_a_break_even_lies_where_the_line_crosses_zero() -> None:
    assert crossing(np.array([0.0, 10.0, 20.0]), np.array([-1.0, -0.5, 0.5])) == 15.0
    assert math.isnan(crossing(np.array([0.0, 10.0]), np.array([1.0, 2.0])))


def test_a_sure_break_even_is_found_in_every_resample() -> None:
    gains = np.tile([-1.0, 1.0], (20, 1))
    assert turn(Curve(np.array([0.0, 2.0]), gains), 1) == (1.0, 1.0, 1.0, -1, 1, 1.0)


def test_of_two_break_evens_the_last_is_told_with_the_signs_on_its_sides() -> None:
    gains = np.tile([1.0, -1.0, 1.0], (20, 1))
    assert turn(Curve(np.array([0.0, 2.0, 4.0]), gains), 1) == (3.0, 3.0, 3.0, -1, 1, 1.0)


def test_a_price_needs_euros_and_points() -> None:
    assert price([100.0, 300.0], [1.0, 3.0]) == 100.0
    assert math.isnan(price([100.0], [-1.0]))


def test_an_arm_saves_nothing_against_itself(answer: Answer) -> None:
    arms = answer.arms.copy()
    arms.loc[arms["arm"] == "without", ["language, migrants", "eur"]] = arms.loc[
        arms["arm"] == "with", ["language, migrants", "eur"]
    ].to_numpy()
    (saving,) = savings(answer.claim, arms, 1)
    assert (saving.saving, saving.low, saving.high) == (0.0, 0.0, 0.0)


def test_money_teaches(answer: Answer) -> None:
    assert answer.verdict.kind == judging.HOLDS
    assert answer.failures == []
    dear, free = answer.prices
    assert dear.eur_per_point > 0.0
    assert math.isnan(free.eur_per_point)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_is_a_page_and_figures(answer: Answer, language: str) -> None:
    said = answer.text(language)
    assert answer.claim.title[language] in said
    assert {"en": "Verdict: holds", "fr": "se vérifie"}[language] in said
    assert plots.claim(answer, language).axes
    assert plots.break_even(answer, language).axes


def test_an_answer_is_saved_whole(answer: Answer, tmp_path: Path) -> None:
    names = {path.name for path in answer.save(tmp_path)}
    assert {"effects.csv", "pairs.parquet", "break_even.csv", "prices.csv", "answer_fr.md", "provenance.json"} <= names


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("set: {funding.eur_per_migrant_year: 0}", "set: {funding.euros: 0}", "no such number that can be varied"),
        ("smallest: 0.001", "smallest: -1", r"outcomes\[0\].smallest is -1"),
        ("regime: [targeted]", "regime: [targetted]", "did you mean 'targeted'"),
        ("[[with, without]]", "[[with, nothing]]", "nothing: no such arm in better"),
        ("outcome: language", "outcome: heritage", "must say which way is better"),
        ("world: [central]", "wrld: [central]", "no such number that can be varied"),
        ("months: 24", "months: 2", "months is 2"),
        ("title: {en: Money teaches, fr: L'argent instruit}", "title: Money", "title is 'Money'"),
    ],
)
def test_a_mistake_in_a_claim_is_said_in_one_sentence(old: str, new: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        claim_of("wrong", parsed(TINY.replace(old, new), "wrong"))


def test_a_claim_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="did you mean 'central_or_local'"):
        read_claim("central_or_locl")
