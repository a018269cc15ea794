"""A configuration is right, or one sentence says what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohesion_sim.config import load_comparison, load_scenario, memory
from cohesion_sim.config.checking import kind_of, mistakes
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.overrides import prepared
from cohesion_sim.config.reading import MOST_BYTES, parsed, read_yaml
from cohesion_sim.errors import UserError
from cohesion_sim.scenario import Scenario

SMALL = ("context.population=60", "context.places=3")


def loaded(*overrides: str) -> Scenario:
    return load_scenario("targeted", [*SMALL, *overrides])


def test_a_group_is_chosen_and_a_single_number_of_it_is_changed() -> None:
    scenario = loaded("regime=combined", "regime.rights.labour=80", "funding.eur_per_migrant_year=123")
    assert scenario.regime.name == "combined"
    assert scenario.regime.rights.labour == 80
    assert scenario.funding.eur_per_migrant_year == 123
    assert scenario.context.population == 60


def test_what_is_not_said_is_a_default_of_the_code() -> None:
    assert loaded().regime.governance.own_revenue == Scenario().regime.governance.own_revenue


def test_a_mechanism_is_switched_off_set_and_ordered() -> None:
    scenario = loaded("mechanisms.trust.on=false", "mechanisms.language.use=0.05")
    assert scenario.mechanism("trust") is None
    language = scenario.mechanism("language")
    assert language is not None
    assert language.use == 0.05  # type: ignore[attr-defined]
    names = [mechanism.name for mechanism in loaded().mechanisms]
    reversed_order = loaded(f"order=[{','.join(reversed(names))}]")
    assert [mechanism.name for mechanism in reversed_order.mechanisms] == names[::-1]


def test_a_world_sets_many_numbers_at_once_and_an_override_stands_above_it() -> None:
    assert loaded("world=sceptic").mechanism("belonging").both == 0  # type: ignore[union-attr]
    above = loaded("world=sceptic", "mechanisms.belonging.both=0.01")
    assert above.world == "sceptic"
    assert above.mechanism("belonging").both == 0.01  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("regime=targetted", "regime=targetted: no such regime; did you mean 'targeted'?"),
        ("regime.rights.labor=5", "regime.rights.labor: no such key; did you mean 'regime.rights.labour'?"),
        ("+regime.rights.labor=5", "regime.rights.labor: no such key; did you mean 'regime.rights.labour'?"),
        ("++monthz=5", "monthz: no such key; did you mean 'months'?"),
        ("mechanisms.trst.on=false", "mechanisms.trst: no such key; did you mean 'mechanisms.trust'?"),
        ("regime.rights.labour=140", "regime.rights.labour is 140; it must lie in [0, 100]"),
        ("regime.rights.labour=many", "regime.rights.labour is 'many'; it must be a number in [0, 100]"),
        ("regime.rights.labour=true", "regime.rights.labour is True; it must be a number in [0, 100]"),
        ("funding.eur_per_migrant_year=nan", "funding.eur_per_migrant_year is nan; it must lie in [0, 100000]"),
        ("mechanisms.trust.on=maybe", "mechanisms.trust.on is 'maybe'; it must be true or false"),
        ("months=0", "months is 0; it must be a whole number from 1 to 1200"),
        ("months=inf", "months is inf; it must be a whole number from 1 to 1200"),
        ("seed=-1", "seed is -1; it must be a whole number from 0 to 4294967295"),
        ("seed=4294967296", "seed is 4294967296; it must be a whole number from 0 to 4294967295"),
        ("regime=/no/such.yaml", "regime=/no/such.yaml: there is no such file"),
        ("network=file", "network.path is ''; there is no such file"),
        ("targeted", "targeted: a setting is written key=value; did you mean 'scenario=targeted'?"),
        ("months", "months: a setting is written key=value, such as regime=targeted or months=60"),
        ("title=${oc.env:HOME}", "title=${oc.env:HOME}: a value cannot refer to something else; write it out"),
        ("name=../../x", "name is '../../x'; it must be made of letters, digits, _ and -, at most 100 of them"),
        (
            "order=[language]",
            "order leaves out 'demography'; name it, or switch it off with mechanisms.demography.on=false",
        ),
        ("context.origins=[]", "context.origins is empty; it must name at least one origin group"),
        ("timeline=5", "timeline is 5; it must be a list of entries, each with a month"),
        (
            "timeline=[{set: {regime: combined}}]",
            "timeline[0] has no month; give the month in which it begins, from 0 to 119",
        ),
        (
            "timeline=[{month: 120, set: {regime: combined}}]",
            "timeline[0].month is 120; it must be a whole number from 0 to 119",
        ),
        (
            "timeline=[{month: -1, shock: pandemic}]",
            "timeline[0].month is -1; it must be a whole number from 0 to 119",
        ),
        ("timeline=[{month: 1, shock: pandemi}]", "pandemi: no such shock in timeline[0]; did you mean 'pandemic'?"),
        (
            "timeline=[{month: 1, set: {regime: combind}}]",
            "timeline[0].set: regime=combind: no such regime; did you mean 'combined'?",
        ),
        (
            "timeline=[{month: 1, set: {context.population: 9}}]",
            "timeline[0].set: context.population is fixed at the start; "
            "of a context only unemployment, arrivals, reactivity, connectivity, waiting_abroad can change",
        ),
        (
            "timeline=[{month: 1, set: {regime.rights.labour: 900}}]",
            "timeline[0].set: regime.rights.labour is 900; it must lie in [0, 100]",
        ),
        ("timeline=[{month: 1, set: {months: 9}}]", "months: no such key in timeline[0].set; there are context"),
    ],
)
def test_each_mistake_has_its_sentence(override: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        loaded(override)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_group_without_members_is_refused() -> None:
    with pytest.raises(UserError, match="the group 'b' is empty; give it a share above 0 or drop it"):
        loaded("context.origins=[{name: a, share: 1}, {name: b, share: 0}]")


def test_a_timeline_changes_what_is_in_force_and_keeps_the_rest() -> None:
    scenario = loaded(
        "timeline=[{month: 36, shock: recession, strength: 0.5, months: 3},"
        "{month: 24, set: {regime: exclusionary, funding.eur_per_migrant_year: 0, context.unemployment: 0.12}},"
        "{month: 48, set: {regime.rights.labour: 99}}]"
    )
    second, third = scenario.later
    assert (second.month, second.regime.name, second.funding.eur_per_migrant_year) == (24, "exclusionary", 0)
    assert (third.regime.rights.labour, third.regime.rights.family) == (99, second.regime.rights.family)
    assert third.context.unemployment == 0.12
    assert scenario.timeline.strength("recession", 37) == 0.5


def test_a_users_files_are_found_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("base: targeted\ncultural_maintenance: 0.31\n")
    (tmp_path / "town.yaml").write_text(
        "base: combined\nregime: mine.yaml\nregime.rights.labour: 12\n"
        "context: {base: teaching_town, population: 90}\nmonths: 7\n"
        "timeline:\n  - {month: 3, set: {regime: mine.yaml}}\n"
    )
    scenario = load_scenario(tmp_path / "town.yaml", ["context.places=2"])
    assert scenario.name == "town"
    assert scenario.regime.cultural_maintenance == 0.31
    assert scenario.regime.rights.labour == 12
    assert scenario.regime.delivery.targeted_share == 0.9
    assert (scenario.context.population, scenario.context.places, scenario.months) == (90, 2, 7)
    assert scenario.later[0].regime.rights.labour == 70


def test_a_users_file_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "out.yaml").write_text("cultural_maintenance: 0.3\n")
    (inner / "a.yaml").write_text("regime: ../out.yaml\n")
    with pytest.raises(UserError, match="a file can only name files in its own folder"):
        load_scenario(inner / "a.yaml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [1, 2\nb: 3", "f, line 2, column 2: malformed YAML"),
        ("a: 1\na: 2", "f, line 2, column 1: the key 'a' is given twice"),
        ("a: &x 1\nb: *x", "f, line 1, column 4: anchors and aliases"),
        ("<<: {a: 1}", "f, line 1, column 1: merge keys"),
        ("a: !!python/object/apply:os.system [ls]", "f, line 1, column 4: the tag tag:yaml.org,2002:python"),
        ("a: 1\n---\nb: 2", "f, line 2, column 1: the file holds more than one document"),
        ("- 1", "f: the file must hold keys with values"),
        ("a: ${oc.env:HOME}", "f, line 1, column 4: '${oc.env:HOME}' refers to something else"),
        ("a: " + "[" * 40 + "]" * 40, "f, line 1, column 15: values are nested deeper than 12 levels"),
        ("a: [" + "1," * 30_000 + "]", "f, line 1"),
        ("a: \t- b: [", "f, line 1"),
    ],
)
def test_a_malformed_file_is_told_with_line_and_column(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        parsed(text, "f")
    assert str(caught.value).startswith(sentence)


def test_words_are_not_turned_into_something_else() -> None:
    text = "{a: NO, b: 12:30:00, c: 2026-01-01, d: 010, e: on, f: .inf, g: 1_000, on: true, h: 1e3, i: -2, j: 0.5}"
    assert parsed(text, "f") == {
        "a": "NO", "b": "12:30:00", "c": "2026-01-01", "d": "010", "e": "on", "f": ".inf", "g": "1_000", "on": True,
        "h": 1000.0, "i": -2, "j": 0.5,
    }  # fmt: skip


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="too large"):
        read_yaml(tmp_path / "big.yaml")
    with pytest.raises(UserError, match="not text in UTF-8"):
        read_yaml(tmp_path / "binary.yaml")


def test_more_memory_than_there_is_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 1_000_000_000)
    with pytest.raises(UserError, match=r"20000000: the run needs about \d+\.\d GB .* has 1\.0 GB free"):
        load_scenario("targeted", ["context.population=20000000"])


def test_a_grid_is_named_by_its_choices_and_starts_with_the_baseline() -> None:
    cells = load_comparison("regimes_portugal", [*SMALL, "baseline=targeted_low"])
    assert next(iter(cells)) == "targeted_low"
    assert len(cells) == 8
    assert cells["mainstreamed_high"].regime.name == "mainstreamed"
    assert cells["mainstreamed_high"].funding.eur_per_migrant_year == 16000
    assert {cell.context.population for cell in cells.values()} == {60}


def test_alternatives_on_the_command_line_make_a_grid() -> None:
    cells = load_comparison("targeted", [*SMALL, "regime=combined,mainstreamed", "funding=low,high"])
    assert list(cells) == ["combined_low", "combined_high", "mainstreamed_low", "mainstreamed_high"]


def test_a_scenario_is_paired_with_its_baseline_in_the_same_place() -> None:
    cells = load_comparison("targeted", [*SMALL, "context=switzerland", "regime.rights.labour=77"])
    assert list(cells) == ["laissez_faire", "targeted"]
    assert cells["laissez_faire"].context == cells["targeted"].context
    assert (cells["targeted"].regime.rights.labour, cells["laissez_faire"].regime.rights.labour) == (77, 50)


def test_a_baseline_that_is_no_cell_is_told() -> None:
    with pytest.raises(UserError, match="baseline=targeted_lo: no such scenario in this comparison; did you mean"):
        load_comparison("regimes_portugal", [*SMALL, "baseline=targeted_lo"])


def test_a_check_lists_every_mistake(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(
        "regime: targetted\nmonhts: 10\nregime.rights.labour: 140\ncontext: {base: portugal, migrant_share: lots}\n"
        "timeline:\n  - {month: 500, set: {regime: targeted}}\n  - {month: 5, set: {context.unemploymnt: 3}}\n"
    )
    assert mistakes(file) == [
        "regime=targetted: no such regime; did you mean 'targeted'?",
        "monhts: no such key; did you mean 'months'?",
        "regime.rights.labour is 140; it must lie in [0, 100]",
        "context.migrant_share is 'lots'; it must be a number in [0, 0.95]",
        "timeline[0].month is 500; it must be a whole number from 0 to 119",
        "timeline[1].set: context.unemploymnt: no such key; did you mean 'context.unemployment'?",
    ]


OWN_REGIME = """
title: Our town
social_mixing: 0.8
instruments: {language: 0.4, mentoring: 0.1}
"""


def test_a_regime_of_ones_own_runs_by_path_and_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN_REGIME)
    scenario = load_scenario("targeted", [f"regime={path}"])
    assert (scenario.regime.name, scenario.regime.instruments.language) == ("ours", 0.4)
    assert scenario.regime.instruments.health == 0.0  # a regime that says which instruments it uses has no others
    ready = prepared([f"regime={path}"], tree())
    assert prepared(ready, tree()) == ready
    assert mistakes(path) == []


def test_each_mistake_in_a_regime_of_ones_own_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN_REGIME + "governance: {borrowing: 1.9}\naccess: {wait: 3}\n")
    assert kind_of(path) == "regime"
    told = mistakes(path)
    assert any("regime.governance.borrowing is 1.9" in sentence for sentence in told)
    assert any("regime.access.wait: no such key" in sentence for sentence in told)
    path.write_text("title: {en: Ours, fr: Le nôtre}\nsocial_mixing: 2\ndelivery: 3\n")
    assert [sentence.split(";")[0] for sentence in mistakes(path)] == [
        "regime.delivery is 3",
        "regime.title is {'en': 'Ours', 'fr': 'Le nôtre'}",
        "regime.social_mixing is 2",
    ]
    path.write_text(OWN_REGIME + "governance: {borrowing: 0.9}\n")
    assert "borrowing and partnership add up to 1.3" in mistakes(path)[0]
