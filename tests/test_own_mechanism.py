"""A mechanism of one's own can be added from outside; the tutorial that says how is run as it stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

import cohesion_sim as cs
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.language import Language
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.mechanisms.trust import Trust
from cohesion_sim.runs.provenance import configuration

TUTORIAL = Path(__file__).parent.parent / "docs" / "own_mechanism.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# (\w+)\.py\n")


@dataclass(frozen=True, kw_only=True)
class Nothing(Mechanism):
    """A process that does nothing."""

    name: ClassVar = "nothing"
    writes: ClassVar = frozenset({"people.trust"})

    def step(self, *month: object) -> None:
        """Leave everything as it is."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder from which modules are imported; forget them, and what they registered, afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    known, modules = dict(MECHANISMS), set(sys.modules)
    yield tmp_path
    MECHANISMS.clear()
    MECHANISMS.update(known)
    for name in set(sys.modules) - modules:
        if getattr(sys.modules[name], "__file__", None) == str(tmp_path / f"{name}.py"):
            del sys.modules[name]


def test_the_tutorial_works_as_it_stands(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
    said: dict[str, object] = {}
    for block in blocks:
        named = FILE.match(block)
        if named:
            (place / f"{named[1]}.py").write_text(block, encoding="utf-8")
        else:
            exec(compile(block, str(TUTORIAL), "exec"), said)
    assert len(blocks) == 5
    assert "street festival" in capsys.readouterr().out
    table = said["table"]
    assert (table.head(2)["low"] > 0).all()  # type: ignore[attr-defined]


def names(scenario: cs.Scenario) -> list[str]:
    return [each.name for each in scenario.mechanisms]


def test_it_runs_last_or_where_it_is_put() -> None:
    town = cs.Scenario()
    assert names(cs.with_mechanism(town, Nothing()))[-1] == "nothing"
    placed = names(cs.with_mechanism(town, Nothing(), after="threat"))
    assert placed[placed.index("threat") + 1] == "nothing"
    assert names(town) == [name for name in placed if name != "nothing"]


def test_one_of_the_same_name_is_replaced_in_its_place() -> None:
    town = cs.Scenario()
    changed = cs.with_mechanism(town, Trust(returning=0.05))
    assert names(changed) == names(town)
    assert changed.mechanism("trust") == Trust(returning=0.05)


@dataclass(frozen=True, kw_only=True)
class Misspelt(Nothing):
    """Declares a column that does not exist."""

    writes: ClassVar = frozenset({"people.trusst"})


@pytest.mark.parametrize(
    ("given", "said"),
    [(Nothing, r"is a class; .* Nothing\(\)"), ("trust", "a str is no mechanism"), (Misspelt(), r"'people\.trust'")],
)
def test_what_is_no_mechanism_is_refused(given: Mechanism, said: str) -> None:
    with pytest.raises(cs.UserError, match=said):
        cs.with_mechanism(cs.Scenario(), given)


def test_it_cannot_follow_one_that_does_not_run() -> None:
    with pytest.raises(cs.UserError, match="did you mean 'threat'"):
        cs.with_mechanism(cs.Scenario(), Nothing(), after="thret")


def test_the_identity_of_a_run_holds_the_code_of_ones_own_mechanism_only() -> None:
    town = replace(cs.Scenario(), mechanisms=(Language(),))
    ours, own = configuration(cs.with_mechanism(town, Nothing()))["mechanisms"]
    assert "code" not in ours
    assert re.fullmatch(r"[0-9a-f]{16}", own["code"])
