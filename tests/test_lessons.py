"""Every cell of every lesson and answer runs; the notebooks are what their sources say, and hold no outputs."""

from __future__ import annotations

import ast
import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from matplotlib import pyplot

from cohesion_sim.documents.notebooks import cells, notebooks, sources
from cohesion_sim.strings import LANGUAGES

FOLDER = Path(__file__).parent.parent / "docs" / "lessons"
NAMES = sorted(sources())
MOST_BYTES = 30_000


def plain(code: str) -> str:
    """Return the code of a cell without its magics."""
    return "\n".join(line for line in code.splitlines() if not line.startswith("%"))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return notebooks()


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_lesson_and_its_answers_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells that both languages share run once, with the French words, which stand after the English ones."""
    monkeypatch.chdir(tmp_path)
    pyplot.switch_backend("Agg")
    said: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells(sources()[name])):
        if cell.cell_type == "code":
            exec(compile(plain(cell.source), f"{name}, cell {number}", "exec"), said)
    for number in pyplot.get_fignums():
        pyplot.figure(number).canvas.draw()
    pyplot.close("all")


def test_notebooks_are_not_stale(made: dict[str, str]) -> None:
    """If this fails: python -m cohesion_sim.documents.notebooks."""
    kept = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.ipynb")}
    assert kept == made


def test_there_are_five_lessons_with_answers_in_both_languages(made: dict[str, str]) -> None:
    assert len(NAMES) == 5
    assert len(made) == 5 * 2 * len(LANGUAGES)


def test_notebooks_are_small_and_hold_no_outputs(made: dict[str, str]) -> None:
    for name, words in made.items():
        code = [cell for cell in json.loads(words)["cells"] if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code), name
        assert len(words.encode()) < MOST_BYTES, name


def test_every_notebook_stands_alone(made: dict[str, str]) -> None:
    """What a cell uses, a cell of the same notebook has made."""
    for name, words in made.items():
        code = "\n".join(plain("".join(cell["source"])) for cell in json.loads(words)["cells"] if "outputs" in cell)
        there, used = set(dir(builtins)), set()
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else there).add(node.id)
            elif isinstance(node, ast.alias):
                there.add(node.asname or node.name)
            elif isinstance(node, ast.FunctionDef | ast.arg):
                there.add(node.name if isinstance(node, ast.FunctionDef) else node.arg)
            elif isinstance(node, ast.arguments):
                there |= {each.arg for each in (node.vararg, node.kwarg) if each}
        assert used <= there, f"{name}: {used - there}"


def test_both_languages_have_the_same_cells() -> None:
    for name, source in sources().items():
        of = {
            language: [
                (cell.cell_type, cell.metadata.get("part"))
                for cell in cells(source)
                if cell.metadata.get("lang") == language
            ]
            for language in LANGUAGES
        }
        assert of["en"] == of["fr"], name
        assert all("lang" in cell.metadata for cell in cells(source) if cell.cell_type == "markdown"), name


def test_every_lesson_has_what_a_lesson_needs(made: dict[str, str]) -> None:
    wanted = {
        "en": (
            "**Aim.**",
            "**What you will see.**",
            "## Predict first",
            "## Look",
            "## Exercises",
            "## What the model",
        ),
        "fr": ("**But.**", "**Ce que vous verrez.**", "## Prévoir d'abord", "## Regarder", "## Exercices", "## Ce que"),
    }
    for name in NAMES:
        for language in LANGUAGES:
            missing = [words for words in wanted[language] if words not in made[f"{language}/{name}.ipynb"]]
            assert not missing, f"{language}/{name}"


def test_answers_stand_apart(made: dict[str, str]) -> None:
    """An exercise is in both notebooks, its answer in one."""
    for name in NAMES:
        for source in (cell.source for cell in cells(sources()[name]) if cell.metadata.get("part") == "answer"):
            line = json.dumps(source.splitlines()[-1], ensure_ascii=False)
            assert not any(line in made[f"{language}/{name}.ipynb"] for language in LANGUAGES)


def test_a_cell_that_says_what_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="lang='de'"):
        cells('<!-- #region lang="de" -->\nGuten Tag\n<!-- #endregion -->\n')
