"""Pages say what the code says, until somebody changes the one without the other."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from cohesion_sim.config.catalogue import records
from cohesion_sim.documents.equations import sections
from cohesion_sim.documents.markdown import referred, table
from cohesion_sim.documents.pages import PAGES
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import declarations

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\((?!https?:)([^)#]+\.md)?(?:#([\w-]+))?\)")


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_not_stale(name):
    """If this fails: python -m cohesion_sim.documents."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == PAGES[name]()


def test_every_number_outcome_and_rule_has_its_place():
    parameters, equations, outcomes = (PAGES[name]() for name in ("parameters.md", "equations.md", "outcomes.md"))
    for where, cls in records():
        assert f"## `{where}`" in parameters
        assert all(f"| `{each.name}` |" in parameters for each in declarations(cls)), where
    assert all(f"## `{name}`" in equations for name in MECHANISMS)
    assert all(f"| `{name}` |" in outcomes for name in OUTCOMES)


def test_links_between_pages_lead_somewhere():
    for page in (ROOT / "docs").rglob("*.md"):
        for target, mark in LINK.findall(page.read_text(encoding="utf-8")):
            there = page.parent / target if target else page
            assert there.is_file(), f"{page.name}: {target}"
            if mark and there.name == "evidence.md":
                assert f'id="{mark}"' in there.read_text(encoding="utf-8"), f"{page.name}: {mark}"


def test_no_template_keeps_a_gap():
    assert not any("{{" in page() for page in PAGES.values())


def test_ids_become_links_and_other_words_stay():
    assert referred("A06 says") == "[A06](evidence.md#a06) says"
    assert referred("B1 and X99") == "B1 and X99"


def test_cells_stay_on_one_line():
    assert table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y z |"


def test_a_docstring_falls_into_its_parts():
    assert list(sections("Equation\n    x = y\n\nSources\n    A06\n")) == [
        ("Equation", "    x = y\n"), ("Sources", "    A06\n"),
    ]  # fmt: skip


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="needs the extra docs")
def test_the_site_is_built_without_a_warning(tmp_path):
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(tmp_path)))
    assert (tmp_path / "reference" / "evidence.html").is_file()
