"""The command line does what the Python API does, says one sentence when it cannot, and leaves nothing stray."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from cohesion_sim.__main__ import VERBS, main
from cohesion_sim.command import command
from cohesion_sim.config import load_scenario
from cohesion_sim.runs.run import simulate

SMALL = ["context=teaching_town", "context.population=100", "context.dissimilarity=0.2", "months=3"]
COMMAND = [sys.executable, "-m", "cohesion_sim"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder outside the project."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_run_equals_that_of_the_api_and_leaves_only_its_folder(elsewhere: Path) -> None:
    overrides = ["regime=combined", "regime.rights.labour=81", *SMALL]
    assert main(["run", "scenario=targeted", *overrides, "output=here", "figures=false"]) == 0
    monthly = pd.read_parquet(elsewhere / "here" / "monthly.parquet")
    pd.testing.assert_frame_equal(monthly, simulate(load_scenario("targeted", overrides)).monthly)
    assert [path.name for path in elsewhere.iterdir()] == ["here"]


def test_results_go_to_a_folder_of_their_own_each_time(elsewhere: Path) -> None:
    for _ in range(2):
        assert main(["run", "scenario=targeted", *SMALL, "figures=false"]) == 0
    runs = list((elsewhere / "outputs" / "run" / "targeted").iterdir())
    assert len(runs) == 2
    assert all("monthly.csv" in files(run) for run in runs)


def test_a_users_file_runs_by_path_from_any_folder(elsewhere: Path) -> None:
    (elsewhere / "my town.yaml").write_text(
        "name: my_town\nbase: combined\nmonths: 2\ncontext: {base: teaching_town, population: 99, dissimilarity: 0.2}\n"
    )
    assert main(["run", "scenario=my town.yaml", "output=o", "figures=false"]) == 0
    provenance = json.loads((elsewhere / "o" / "provenance.json").read_text())
    assert provenance["scenario"] == "my_town"
    assert provenance["command"] == ["cohesion-sim", "run", "scenario=my town.yaml", "output=o", "figures=false"]
    assert len(pd.read_parquet(elsewhere / "o" / "monthly.parquet")) == 3


def test_a_multirun_runs_each_alternative_into_a_folder_of_its_own(elsewhere: Path) -> None:
    assert main(["run", "-m", "scenario=targeted,combined", *SMALL, "output=o", "figures=false"]) == 0
    assert {path.name for path in (elsewhere / "o").iterdir()} == {"0_targeted", "1_combined"}


def test_a_multirun_takes_files_beside_names(elsewhere: Path) -> None:
    (elsewhere / "mine.yaml").write_text("base: targeted\ncultural_maintenance: 0.2\n")
    arguments = ["run", "-m", "regime=combined,./mine.yaml", *SMALL, "output=o", "figures=false"]
    assert main(arguments) == 0
    assert {path.name for path in (elsewhere / "o").iterdir()} == {"0_combined_medium", "1_mine_medium"}


def test_a_comparison_says_who_gains_and_leaves_tables(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "regime=combined,exclusionary", "funding=low", *SMALL, "replicates=2", "processes=1"]
    assert main([*arguments, "figures=false", "output=o"]) == 0
    table = pd.read_parquet(elsewhere / "o" / "table.parquet")
    assert set(table["scenario"]) == {"exclusionary"}
    assert set(table["baseline"]) == {"combined"}
    said = capsys.readouterr().out
    assert "Migrants" in said
    assert "Hosts" in said
    assert "2 runs are few" in said


def test_a_story_is_told_in_dates(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "scenario=targeted", *SMALL, "months=14", "figures=false", "output=o"]) == 0
    assert "at the start" in capsys.readouterr().out
    assert {"story.txt", "events.csv", "monthly.csv"} <= files(elsewhere / "o")


def test_a_life_is_told_under_two_policies(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["story", "scenario=targeted", "beside=exclusionary", *SMALL, "figures=false", "output=o"]
    assert main(arguments) == 0
    people = re.findall(r"person (\d+), under\s+(\w+)", capsys.readouterr().out)
    assert [regime for _, regime in people] == ["targeted", "exclusionary"]
    assert len({person for person, _ in people}) == 1
    assert {path.name for path in (elsewhere / "o").iterdir() if path.is_dir()} == {"exclusionary"}


def test_the_whole_configuration_can_be_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "scenario=targeted", "funding=low", "--cfg", "job"]) == 0
    said = capfd.readouterr().out
    assert "eur_per_migrant_year: 1750" in said
    assert "targeted_share: 0.9" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rn"], "rn: no such verb; did you mean 'run'?"),
        (["run", "scenario=targetd"], "scenario=targetd: no such scenario; did you mean 'targeted'?"),
        (["run", "regime=targetted"], "regime=targetted: no such regime; did you mean 'targeted'?"),
        (["compare", "regime=targeted,combind"], "regime=combind: no such regime; did you mean 'combined'?"),
        (["run", "-m", "regime=targeted,combind"], "regime=combind: no such regime; did you mean 'combined'?"),
        (["run", "monhts=3"], "monhts: no such key; did you mean 'months'?"),
        (["run", "+monhts=3"], "monhts: no such key; did you mean 'months'?"),
        (["run", "months=three"], "months is 'three'; it must be a whole number from 1 to 1200"),
        (["run", "seed=-1"], "seed is -1; it must be a whole number from 0 to 4294967295"),
        (["run", "regime.rights.labour=101"], "regime.rights.labour is 101; it must lie in [0, 100]"),
        (["run", "threads=0"], "threads is 0; it must be a whole number from 1 to 256"),
        (["run", "figures=maybe"], "figures is 'maybe'; it must be true or false"),
        (["compare", "replicates=none"], "replicates is 'none'; it must be a whole number from 1 to 10000"),
        (["story", "person=[1]"], "person is [1]; it must be a key, or median, most or least"),
        (["run", "months='3"], "months='3: this setting cannot be read; quote values with spaces or signs"),
        (["run", "scenario=gone.yaml"], "scenario=gone.yaml: there is no such file"),
        (["run", "output=/dev/null/x"], "output=/dev/null/x: the folder cannot be written (Not a directory)"),
        (["check", "gone.yaml"], "gone.yaml: there is no such file"),
        (["check"], "check needs a file, such as: cohesion-sim check my_town.yaml"),
        (["list", "regimez"], "regimez: no such list; did you mean 'regimes'?"),
        (["bench", "size=3"], "size: no such key of bench; did you mean 'sizes'?"),
        (["bench", "months=x"], "months is 'x'; it must be a whole number"),
    ],
)
def test_wrong_input_gives_one_sentence_and_code_2(
    arguments: list[str], sentence: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.err == f"cohesion-sim: {sentence}\n"
    assert said.out == ""
    assert list(elsewhere.iterdir()) == []


def test_a_malformed_file_is_told_with_line_and_column(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elsewhere / "bad.yaml").write_text("months: 3\nregime: [targeted\n")
    assert main(["run", "scenario=./bad.yaml"]) == 2
    assert re.match(r"cohesion-sim: bad\.yaml, line 3, column 1: malformed YAML", capsys.readouterr().err)


@pytest.mark.parametrize(("content", "code"), [("months: 3\n", 0), ("monhts: 3\nseed: -1\n", 2)])
def test_check_says_what_a_file_means_or_what_is_wrong(
    content: str, code: int, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "mine.yaml").write_text(content)
    assert main(["check", "mine.yaml"]) == code
    said = capsys.readouterr().out
    assert ("is fine" in said) if code == 0 else ("mine.yaml: 2 mistakes" in said)


@pytest.mark.parametrize("what", ["scenarios", "regimes", "contexts", "outcomes", "parameters", "mechanisms", "shocks"])
def test_lists_are_tables_and_json(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", what, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)[what]
    assert rows
    assert main(["list", what]) == 0
    assert str(next(iter(rows[0].values())))[:10] in capsys.readouterr().out


def test_every_parameter_is_listed_with_unit_range_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "parameters", "--json"])
    for row in json.loads(capsys.readouterr().out)["parameters"]:
        assert row["unit"]
        assert row["range"]
        assert row["source"]


def test_help_answers_at_once_with_examples() -> None:
    for words in ([], *([verb] for verb in VERBS)):
        began = time.perf_counter()
        done = subprocess.run([*COMMAND, *words, "--help"], capture_output=True, text=True, check=True)
        assert "cohesion-sim" in done.stdout
        assert time.perf_counter() - began < 3.0
    loaded = "import sys; from cohesion_sim.__main__ import main; main(['run', '--help']); print(sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert not {"numba", "hydra", "pandas", "mesa", "matplotlib", "rich"} & set(re.findall(r"'(\w+)'", modules))


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cohesion-sim ru", "run"),
        ("cohesion-sim run regime=tar", "regime=targeted"),
        ("cohesion-sim run months", "months="),
    ],
)
def test_a_shell_can_complete(line: str, offered: str) -> None:
    environment = {**os.environ, "COMP_LINE": line, "COMP_POINT": str(len(line))}
    done = subprocess.run([*COMMAND, "-sc", "query=bash"], capture_output=True, text=True, env=environment, check=True)
    assert offered in done.stdout.split()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_keeps_what_is_finished(
    sent: signal.Signals,
    code: int,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @contextmanager
    def stopping(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, total: os.kill(os.getpid(), sent) if done == 4 else None

    monkeypatch.setattr("cohesion_sim.cli.compare.bar", stopping)
    arguments = ["compare", "regime=combined,exclusionary", *SMALL, "replicates=9", "processes=1", "figures=false"]
    monkeypatch.setattr("sys.argv", ["cohesion-sim", *arguments, "output=o"])
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert main() == code
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "stopped; 4 of 18 runs are kept" in capsys.readouterr().err
    assert "table.parquet" in files(elsewhere / "o")
    assert json.loads((elsewhere / "o" / "provenance.json").read_text())["command"][1] == "compare"
    assert command() == ["Python"]
