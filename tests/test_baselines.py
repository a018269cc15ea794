"""A baseline is another scenario's policy, or the scenario itself with a few changes, each of them checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cohesion_sim.config import load_comparison
from cohesion_sim.config.checking import mistakes
from cohesion_sim.errors import UserError

HEAD = "title: {en: Ours, fr: La nôtre}\nregime: targeted\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_a_baseline_by_changes_differs_in_these_and_in_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, "baseline: {name: without, set: {regime.delivery.mediators: 0.1, funding: low}}\n")
    baseline, ours = load_comparison(path).values()
    assert (baseline.name, baseline.baseline, ours.baseline) == ("without", "without", "without")
    assert baseline.regime.delivery.mediators == 0.1
    assert baseline.funding.eur_per_migrant_year == 1750
    assert replace(baseline.regime.delivery, mediators=ours.regime.delivery.mediators) == ours.regime.delivery
    assert (baseline.context, baseline.months, baseline.mechanisms) == (ours.context, ours.months, ours.mechanisms)


def test_changes_may_be_nested_and_take_away_what_happens(tmp_path: Path) -> None:
    text = (
        "timeline: [{month: 3, shock: pandemic}]\nbaseline: {set: {timeline: [], regime: {path: {profiling: 0.3}}}}\n"
    )
    baseline, ours = load_comparison(written(tmp_path, text)).values()
    assert baseline.name == "baseline"
    assert (len(baseline.shocks), len(ours.shocks)) == (0, 1)
    assert baseline.regime.path.profiling == 0.3


def test_a_setting_of_the_command_line_holds_in_both(tmp_path: Path) -> None:
    path = written(tmp_path, "baseline: {set: {funding: low}}\n")
    assert {each.regime.rights.labour for each in load_comparison(path, ["regime.rights.labour=12"]).values()} == {12}


def test_another_baseline_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "baseline: {set: {funding: low}}\n")
    assert list(load_comparison(path, ["baseline=combined"])) == ["combined", "ours"]


def test_a_grid_leaves_out_a_baseline_by_changes(tmp_path: Path) -> None:
    path = written(tmp_path, "baseline: {set: {funding: low}}\n")
    assert list(load_comparison(path, ["regime=targeted,combined"])) == ["targeted", "combined"]


def test_a_baseline_file_is_found_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "before.yaml").write_text("title: {en: Before, fr: Avant}\nregime: laissez_faire\n", encoding="utf-8")
    assert list(load_comparison(written(tmp_path, "baseline: before.yaml\n"))) == ["before", "ours"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("baseline: {set: {regime.delivery.mediator: 0.1}}", "did you mean 'regime.delivery.mediators'?"),
        (
            "baseline: {set: {regime.delivery.mediators: 1.1}}",
            "mediators is 1.1; it must lie in [0, 1]",
        ),
        ("baseline: {set: {months: 12}}", "months is the same in a scenario and its baseline"),
        ("baseline: {set: {context.population: 9}}", "start with the same persons"),
        ("baseline: {set: {regime: targetted}}", "did you mean 'targeted'?"),
        ("baseline: {set: {}}", "baseline.set must name what differs"),
        ("baseline: {sett: {funding: low}}", "no such key in baseline; did you mean 'set'?"),
        ("baseline: {name: a b, set: {funding: low}}", "baseline.name is 'a b'"),
        ("baseline: {set: {funding: low}}\ncompare: {funding: [low, high]}", "baseline must name a cell or a scenario"),
        ("baseline: mainstremed", "did you mean 'mainstreamed'?"),
        ("sources: E13", "sources is 'E13'; it must be a list"),
        ("sources: [{a: 1}]", "sources[0] is {'a': 1}; it must be text"),
        ("assumed: {es: nada}", "assumed.es: no such language; there are en, fr"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    (sentence,) = mistakes(written(tmp_path, text + "\n"))
    assert words in sentence


def test_every_mistake_in_a_baseline_is_listed(tmp_path: Path) -> None:
    text = "baseline: {set: {regime.delivery.mediators: 2, regime.path.orientatio: 1, timeline: []}}\n"
    assert len(mistakes(written(tmp_path, text))) == 2


def test_a_share_is_not_blamed_for_a_sum_that_is_right(tmp_path: Path) -> None:
    zero = ", ".join(f"{name}: 0" for name in ("diaspora", "health", "housing", "family", "legal", "digital"))
    text = f"regime.instruments: {{language: 0.5, {zero}}}\nregime.governance: {{own_revenue: 0.9, partnership: 0}}\n"
    assert mistakes(written(tmp_path, text)) == []


def test_a_sum_that_is_wrong_is_said(tmp_path: Path) -> None:
    (sentence,) = mistakes(written(tmp_path, "regime.instruments: {language: 0.9}\n"))
    assert "the shares in regime.instruments add up to" in sentence


def test_one_wrong_part_hides_no_other(tmp_path: Path) -> None:
    found = mistakes(written(tmp_path, "funding: 3500\ncontext.populaton: 300\nmonths: 12.5\n"))
    assert len(found) == 3


def test_a_mistake_in_a_regime_of_ones_own_is_listed_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("delivery: {mediatrs: 0.9}\n", encoding="utf-8")
    path = tmp_path / "ours.yaml"
    path.write_text("title: {en: Ours, fr: La nôtre}\nregime: mine.yaml\nmonths: 0\n", encoding="utf-8")
    first, second = mistakes(path)
    assert "did you mean 'regime.delivery.mediators'?" in first
    assert "months is 0" in second


def test_an_inline_baseline_that_cannot_be_is_refused_when_it_is_compared(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"baseline.set: regime.rights.labour is 180"):
        load_comparison(written(tmp_path, "baseline: {set: {regime.rights.labour: 180}}\n"))
