"""Whatever is cited is in the bibliography; nothing that sets a number checks one; shares are counted as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from cohesion_sim.__main__ import main
from cohesion_sim.config.library import names
from cohesion_sim.errors import UserError
from cohesion_sim.evidence.bibliography import Evidence, bibliography, cited
from cohesion_sim.evidence.ledger import GROUNDS, by_world, defended, ground, shares
from cohesion_sim.evidence.screening import Screening
from cohesion_sim.resources import PACKAGE, shipped
from cohesion_sim.validation.published import published

IDS = re.compile(r"\b([ABCDEITP])(\d{2,3})(?:\s*–\s*\1?(\d{2,3}))?\b")
TABLES = ("B3", "B6", "B8", "MIPEX")
SETTLED_BY_KIND = ("C", "S")
"""Kinds of finding whose evidence may set a number: calibration, and what is true by construction."""


def cited_in(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if "noqa" in line:
            continue
        for letter, first, last in IDS.findall(line):
            yield from (f"{letter}{number:0{len(first)}d}" for number in range(int(first), int(last or first) + 1))


def texts() -> list[Path]:
    found = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".yaml") and path.stem != "bibliography"]
    return found + [
        path for folder in ("configs", "scenarios", "experiments") for path in shipped(folder).rglob("*.yaml")
    ]


def test_every_id_in_code_and_files_is_in_the_bibliography():
    missing = {(path.name, name) for path in texts() for name in cited_in(path) if name not in bibliography()}
    assert missing == set()


def test_the_bibliography_holds_nothing_that_nobody_cites():
    used = {name for path in texts() for name in cited_in(path)} | set(TABLES)
    assert [name for name in bibliography() if name not in used] == []


def test_no_evidence_sets_a_number_and_validates_the_model():
    setting = {each.source for each in defended() if each.evidence}
    checking = {name for each in published().values() if each.kind not in SETTLED_BY_KIND for name in each.ids}
    assert setting & checking == set()


RESERVED = yaml.safe_load(Path(__file__).with_name("reserved.yaml").read_text(encoding="utf-8"))
"""What was set aside to check the model with, and what was moved from there to set a number."""


def misused(setting: Iterable[str]) -> set[str]:
    """Return the findings set aside for checks that set a number, though no pattern of calibration says so."""
    calibrated = {name for each in published().values() if each.kind in SETTLED_BY_KIND for name in each.ids}
    reserved = {name for row in RESERVED["reserved"] for name in row}
    return (set(setting) & reserved) - calibrated - set(RESERVED["moved"])


def test_nothing_that_was_set_aside_for_checks_sets_a_number():
    sources = {each.source for each in defended() if each.evidence}
    assert misused(sources) == set()
    assert misused(sources | {"A35", "T157"}) == {"A35", "T157"}
    assert misused({"A120", "A121", "T177"}) == set()


def test_what_was_moved_to_set_a_number_sets_one_and_checks_none():
    checking = {name for each in published().values() for name in each.ids}
    assert set(RESERVED["moved"]) & checking == set()
    assert set(RESERVED["moved"]) <= {each.source for each in defended()}


def test_every_number_rests_on_evidence_or_says_that_it_does_not():
    for each in defended():
        assert each.ground in GROUNDS, each.key
        assert (each.evidence is None) == (each.source in ("assumption", "choice", "convention")), each.key


def test_only_policy_place_and_network_are_choices():
    assert {each.key.split(".")[0] for each in defended() if each.ground == "choice"} == {
        "regime", "funding", "context", "network",
    }  # fmt: skip


def test_a_convention_says_what_it_is():
    assert [each.key for each in defended() if each.ground == "convention" and not each.meaning] == []


def test_the_share_of_assumptions_is_what_it_was_said_to_be():
    found = shares(defended())
    assert sum(found.counts.values()) == len(defended())
    assert found.assumed < 0.35
    assert found.assumed_of_claims < 0.48


def test_a_sign_bounds_a_number_and_does_not_set_it():
    assert ground("mechanisms.x", "A56", "value") == "range"
    assert ground("mechanisms.x", "A06", "value") == "number"
    assert ground("mechanisms.x", "A06", "range") == "range"


def test_worlds_set_opposed_evidence_together():
    assert set(names("world")) >= {"central", "sceptic", "optimist"}
    for key, values in by_world().items():
        if {"sceptic", "optimist"} <= set(values):
            default = next(each.value for each in defended() if each.key == key)
            low, high = sorted((values["sceptic"], values["optimist"]))
            assert low <= default <= high, key
    assert {"mechanisms.encounters.gain", "mechanisms.belonging.both"} <= set(by_world())


def test_a_finding_is_told_in_a_few_characters():
    known = {"quantity": "q", "source": "s", "verified": True, "confidence": 1.0}
    assert Evidence(id="X", unit="d", value=0.24, low=0.12, high=0.35, **known).found == "0.24 [0.12, 0.35] d"
    assert Evidence(id="X", unit="sign (+)", **known).found == "sign (+)"


def test_an_unknown_id_is_a_mistake_of_the_user():
    with pytest.raises(UserError, match="no such evidence"):
        cited("A999")


def test_influence_is_shown_where_it_was_screened():
    screening = Screening({}, {"mechanisms.encounters.gain": {"warmth": 2}})
    by_key = {each.key: each for each in defended(screening)}
    assert by_key["mechanisms.encounters.gain"].moved == {"warmth": 2}
    assert by_key["measures.deprivations"].moved is None


def test_the_command_shows_a_card(capsys):
    assert main(["evidence", "of=encounters.gain"]) == 0
    shown = capsys.readouterr().out
    assert "A06" in shown
    assert "against" in shown
    assert "sceptic: 0.008" in shown


def test_the_command_filters_and_writes(tmp_path, capsys):
    assert main(["evidence", "mechanism=trust", f"output={tmp_path / 'trust.csv'}"]) == 0
    assert "Assumptions:" in capsys.readouterr().out
    lines = (tmp_path / "trust.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 14
    assert all("mechanisms.trust." in line for line in lines[1:])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["of=gian"], "no such declared number"),
        (["mechanism=trsut"], "did you mean 'trust'"),
        (["ground=numbers"], "did you mean 'number'"),
        (["of=returning"], "give the whole key"),
        (["output=x.txt"], "ending in .csv"),
    ],
)
def test_mistakes_are_told_in_a_sentence(words, said, capsys):
    assert main(["evidence", *words]) == 2
    assert said in capsys.readouterr().err
