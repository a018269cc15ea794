"""A user's own tables become a context, or a list of what is wrong; results open in other programs unchanged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohesion_sim import load_scenario
from cohesion_sim.__main__ import main
from cohesion_sim.own_tables.answers import attitudes_of
from cohesion_sim.own_tables.columns import number
from cohesion_sim.own_tables.places import context_of
from cohesion_sim.own_tables.statistics_files import names, written
from cohesion_sim.own_tables.strands import STRANDS, rights_of
from cohesion_sim.policy.regime import Regime

COMMUNES = """\
commune;habitants;etrangers;chomage;origin.near;origin.far
Amont;1 000;100;0,08;60;40
Aval;3 000;600;0,04;300;300
"""


def put(folder: Path, text: str, name: str = "communes.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


MAPPING = {"place": "commune", "population": "habitants", "migrants": "etrangers", "unemployment": "chomage"}


def test_municipalities_make_a_context_worked_out_by_hand(tmp_path: Path):
    values, given = context_of(put(tmp_path, COMMUNES), MAPPING)
    assert given.mistakes == given.doubts == []
    assert (values["places"], values["migrant_share"]) == (2, 0.175)
    assert values["dissimilarity"] == pytest.approx(abs(100 / 700 - 900 / 3300), abs=1e-3)
    assert values["unemployment"] == pytest.approx(0.05)
    assert values["origins"] == [{"name": "near", "share": 0.5143}, {"name": "far", "share": 0.4857}]


def test_the_context_that_is_written_is_one_that_runs(tmp_path: Path, capsys):
    file, target = put(tmp_path, COMMUNES), tmp_path / "town.yaml"
    columns = ",".join(f"{ours}:{theirs}" for ours, theirs in MAPPING.items())
    assert main(["convert", "context", str(file), f"columns=[{columns}]", "persons=400", f"output={target}"]) == 0
    assert "not in the table" in capsys.readouterr().out
    context = load_scenario("targeted", [f"context={target}"]).context
    assert (context.population, context.places, context.migrant_share) == (400, 2, 0.175)


def test_every_mistake_is_listed_and_nothing_is_written(tmp_path: Path, capsys):
    text = "place,population,migrants\nA,100,200\nA,many,5\nB,50,-3\n"
    target = tmp_path / "town.yaml"
    assert main(["convert", "context", str(put(tmp_path, text)), f"output={target}"]) == 2
    said = capsys.readouterr().err
    for part in (
        "stands in two rows",
        "are no numbers",
        "more than the population",
        "lie outside",
        "nothing was written",
    ):
        assert part in said
    assert not target.exists()


def test_what_is_missing_or_odd_is_said_and_lived_with(tmp_path: Path):
    text = "place,population,migrants\nA,100,10\nB,20,\nTotal,120,10\n"
    values, given = context_of(put(tmp_path, text), {})
    assert values["places"] == 2
    assert any("are missing" in doubt for doubt in given.doubts)
    assert any("sum of the others" in doubt for doubt in given.doubts)


def test_a_missing_column_is_said_with_those_that_are_there(tmp_path: Path, capsys):
    assert main(["convert", "context", str(put(tmp_path, "a,b\n1,2\n"))]) == 2
    assert "columns=[population:NAME]" in capsys.readouterr().err


def test_windows_encoding_and_french_numbers_are_read(tmp_path: Path):
    text = "place;population;migrants\nÉvreux;1 000,0;100\nSète;2 000;100\n"
    values, given = context_of(put(tmp_path, text, encoding="cp1252"), {})
    assert given.mistakes == []
    assert values["migrant_share"] == pytest.approx(200 / 3000, abs=1e-4)


def test_numbers_are_read_as_people_write_them():
    written_as = ["1 000", "0,08", "12%", "-3", "1e3", "1.5", "n/a", "1,000.5", "x"]
    assert [number(word) for word in written_as[:6]] == [1000.0, 0.08, 12.0, -3.0, 1000.0, 1.5]
    assert np.isnan([number(word) for word in written_as[6:]]).all()


def test_a_survey_sets_attitudes_of_hosts_by_weight(tmp_path: Path):
    text = "ppltrst,view,w,side\n10,8,1,host\n0,4,3,host\n5,0,9,migrant\n88,6,1,host\n"
    mapping = {"trust": "ppltrst", "attitude": "view", "weight": "w"}
    values, given = attitudes_of(put(tmp_path, text), mapping, {})
    assert values["base_trust"] == 0.25
    assert values["host_attitude"] == pytest.approx((8 + 12 + 6) / 5, abs=0.01)
    assert any("88" in doubt and "count as missing" in doubt for doubt in given.doubts)
    assert any("effective answers" in doubt for doubt in given.doubts)


def test_the_scale_of_a_question_can_be_said(tmp_path: Path):
    values, _ = attitudes_of(put(tmp_path, "trust\n1\n4\n4\n1\n"), {}, {"trust": (1.0, 4.0)})
    assert values["base_trust"] == 0.5


SCORES = f"""\
Land,year,{",".join(STRANDS)}
Norway,2019,1,2,3,4,5,6,7,8
Norway,2023,85,62,71,80,80,77,50,59.5
Norway,2024,85,,71,80,80,77,50,59.5
Iceland,2023,9,9,9,9,9,9,9,9
"""


def test_the_latest_whole_year_of_a_country_makes_a_regime_neutral_in_all_else(tmp_path: Path, capsys):
    file, target = put(tmp_path, SCORES), tmp_path / "norway.yaml"
    words = ["columns=[country:Land]", "country=Norway", f"output={target}"]
    assert main(["convert", "regime", str(file), *words]) == 0
    assert "as in a neutral regime: cultural_maintenance" in capsys.readouterr().out
    regime = load_scenario("targeted", [f"regime={target}"]).regime
    assert [getattr(regime.rights, name) for name in STRANDS] == [85, 62, 71, 80, 80, 77, 50, 59.5]
    neutral = Regime()
    assert regime.title == "Norway 2023"
    assert (regime.dimensions, regime.access, regime.delivery) == (neutral.dimensions, neutral.access, neutral.delivery)


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (SCORES, ["columns=[country:Land]"], "it holds 2 countries; say which one"),
        (SCORES, ["columns=[country:Land]", "country=Norwey"], "did you mean 'Norway'"),
        (SCORES.replace("59.5", "159"), ["columns=[country:Land]", "country=Norway"], "lie outside [0, 100]"),
        (SCORES.replace("family,", "kin,"), ["columns=[country:Land]"], "there is no column family"),
        (SCORES.replace("year", "round"), ["columns=[country:Land]", "country=Norway"], "a column year must tell"),
    ],
)
def test_a_table_of_strands_that_cannot_be_meant_is_refused(tmp_path: Path, capsys, text, words, said):
    target = tmp_path / "norway.yaml"
    assert main(["convert", "regime", str(put(tmp_path, text)), f"output={target}", *words]) == 2
    assert said in capsys.readouterr().err
    assert not target.exists()


def test_a_score_that_is_missing_is_a_mistake(tmp_path: Path):
    assert rights_of(put(tmp_path, "\n".join(SCORES.splitlines()[i] for i in (0, 3))), {})[1].mistakes == [
        "family: the score is missing"
    ]


@pytest.mark.parametrize("to", ["stata", "spss", "r", "csv"])
def test_a_table_comes_back_from_each_program_as_it_went(to: str, tmp_path: Path):
    table = pd.DataFrame({"scenario": ["a", "b"], "belonging": [0.25, np.nan], "month": [1, 2]})
    path = written(table, tmp_path / "t", to)
    import pyreadr
    import pyreadstat

    back = {
        "stata": lambda: pyreadstat.read_dta(str(path))[0],
        "spss": lambda: pyreadstat.read_sav(str(path))[0],
        "r": lambda: next(iter(pyreadr.read_r(str(path)).values())),
        "csv": lambda: pd.read_csv(path),
    }[to]()
    assert list(back["scenario"]) == ["a", "b"]
    assert back["belonging"].to_numpy(float) == pytest.approx(table["belonging"].to_numpy(), nan_ok=True)
    if to == "spss":
        labels = pyreadstat.read_sav(str(path))[1].column_names_to_labels
        assert labels["belonging"].startswith("Mean sense of belonging")


def test_names_are_short_and_each_once():
    found = names(
        ["mechanisms.language.use_and_a_long_tail", "mechanisms.language.use_and_a_long_tale", "1 x"], "stata"
    )
    assert len(set(found)) == 3
    assert max(map(len, found)) <= 32
    assert found[2] == "v_1_x"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "thing to convert"),
        (["results", "nowhere"], "no such folder"),
        (["context", "nowhere.csv"], "no such file"),
        (["survey", "x.csv", "scales=[trust:9-1]"], "from low to high"),
        (["context", "x.csv", "columns=[people]"], "our name and the table's"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(words: list[str], said: str, capsys):
    assert main(["convert", *words]) == 2
    assert said in capsys.readouterr().err
