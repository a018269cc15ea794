"""Figures say what they show, in both languages, without a warning, and the same bytes every time."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from cohesion_sim import plots
from cohesion_sim.comparisons.contrast import Contrast
from cohesion_sim.errors import UserError
from cohesion_sim.plots.intervals import difference
from cohesion_sim.plots.layout import centres, positions, radius
from cohesion_sim.plots.numbers import digits_for, number, step
from cohesion_sim.plots.style import spread, wrapped
from cohesion_sim.policy.regime import Regime
from cohesion_sim.runs.story import Story
from cohesion_sim.scenario import Scenario
from tests.worlds import running

SCENARIOS = ("assimilationist_low", "assimilationist_high", "targeted_low", "targeted_high")
LANGUAGES = ("en", "fr")


@dataclass
class Runs:
    """What figures read of a comparison."""

    series: pd.DataFrame
    table: pd.DataFrame
    scenarios: dict[str, Scenario] = field(default_factory=lambda: {name: Scenario(name=name) for name in SCENARIOS})
    replicates: int = 3
    seed: int = 1


def contrast(outcome: str, subgroup: str, scenario: str, value: float, half: float) -> Contrast:
    low, high = value - half, value + half
    return Contrast(outcome, subgroup, scenario, SCENARIOS[0], 0.5 + value, 0.5, value, low, high, *[np.nan] * 3, 9.0)


@cache
def runs() -> Runs:
    months = np.arange(25)
    parts = [
        pd.DataFrame(
            {"scenario": name, "replicate": replicate, "month": months, "subgroup": side}
            | {"belonging": 0.5 + 0.01 * number * months / 24 + 0.001 * replicate, "employment": 0.6}
            | {"discrimination": np.nan if side == "hosts" else 0.3}
        )
        for number, name in enumerate(SCENARIOS)
        for replicate in range(3)
        for side in ("hosts", "migrants")
    ]
    rows = [
        contrast(outcome, subgroup, name, 0.02 * number, 0.025)
        for outcome in ("belonging", "marginalisation", "employment")
        for subgroup in ("hosts", "migrants", "women", "place 0")
        for number, name in enumerate(SCENARIOS[1:], start=1)
    ]
    return Runs(pd.concat(parts, ignore_index=True), pd.DataFrame(rows))


@cache
def ledger() -> pd.DataFrame:
    entries = [
        (month, "belonging", "migrants", mechanism, term, change)
        for month in range(1, 25)
        for mechanism, term, change in (
            ("belonging", "citizenship", 0.002),
            ("belonging", "discrimination", -0.001),
            ("demography", "arrivals", -0.0005),
            ("legal_status", "", 0.00001),
        )
    ]
    return pd.DataFrame(entries, columns=["month", "outcome", "side", "mechanism", "term", "change"])


@cache
def life() -> Story:
    months = np.arange(37)
    monthly = pd.DataFrame({"month": months, "belonging": 0.4 + months / 100, "trust": 0.5, "language": months / 50})
    events = pd.DataFrame(
        [
            (0, "arrival", " (place 1, asylum seeker)"),
            (7, "found_work", ""),
            (20, "status", ": permanent"),
            (30, "bridging_tie", " (work)"),
            (31, "bridging_tie_lost", " (kin)"),
            (32, "moved", " to place 2"),
        ],
        columns=["month", "event", "detail"],
    )
    return Story(person=7, group="brazilian", woman=True, monthly=monthly, events=events)


@cache
def town() -> object:
    return running(months=2).world


FIGURES = {
    "trajectories": lambda language: plots.trajectories(runs(), ["belonging", "discrimination"], language),
    "panel": lambda language: plots.panel(runs(), ["belonging", "employment"], language),
    "gains": lambda language: plots.gains(runs(), language=language),
    "waterfall": lambda language: plots.waterfall(ledger(), "belonging", "migrants", language),
    "waterfall_of_two": lambda language: plots.waterfall(
        ledger(), language=language, other=ledger().assign(change=0.0001), names=("targeted", "combined")
    ),
    "network": lambda language: plots.network(town(), "trust", language),
    "story": lambda language: plots.story(life(), language),
    "story_of_two": lambda language: plots.story(life(), language, other=life(), names=("targeted", "combined")),
    "square": lambda language: plots.square([Regime(name="targeted"), Regime(name="exclusionary")], language),
}


@cache
def drawn(name: str, language: str) -> Figure:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = FIGURES[name](language)
        figure.draw_without_rendering()
    return figure


def words_of(figure: Figure) -> list[str]:
    return [str(artist.get_text()) for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text()]


each_figure = pytest.mark.parametrize("name", FIGURES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_figure
@each_language
def test_no_words_are_cut_off(name: str, language: str):
    figure = drawn(name, language)
    for what, box in boxes(figure).items():
        assert min(box.x0, box.y0) >= -1, what
        assert box.x1 <= figure.bbox.x1 + 1, what
        assert box.y1 <= figure.bbox.y1 + 1, what


def boxes(figure: Figure) -> dict[str, BboxBase]:
    """Return where all words and axes of a figure lie, in pixels."""
    found = {artist.get_text(): artist.get_window_extent() for artist in figure.texts}
    for number_of, axes in enumerate(figure.axes):
        words = [*axes.texts, axes.title, axes._left_title]  # type: ignore[attr-defined]  # the heading has no getter
        found |= {artist.get_text(): artist.get_window_extent() for artist in words if artist.get_text()}
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            box = axis.get_tightbbox()
            if box is not None:
                found[f"{axis.axis_name} axis {number_of}"] = box
    return found


@pytest.mark.parametrize("name", ["trajectories", "panel", "gains", "story_of_two"])
def test_panels_measured_once_lie_where_constrained_layout_puts_them(name: str):
    figure = FIGURES[name]("fr")
    engine = figure.get_layout_engine()
    engine.execute(figure)
    ours = np.array([axes.get_position().bounds for axes in figure.axes])
    ConstrainedLayoutEngine.execute(engine, figure)
    theirs = np.array([axes.get_position().bounds for axes in figure.axes])
    assert ours == pytest.approx(theirs, abs=0.01)


def test_words_that_are_cut_off_would_be_noticed():
    figure = FIGURES["square"]("en")
    figure.text(0.95, 0.5, "far too long for the room that is left")
    figure.draw_without_rendering()
    assert max(box.x1 for box in boxes(figure).values()) > figure.bbox.x1 + 1


@each_figure
@each_language
def test_titles_do_not_touch_the_panels(name: str, language: str):
    figure = drawn(name, language)
    title, note = (figure.texts[k].get_window_extent() for k in (0, 1))
    for axes in figure.axes:
        box = axes.get_tightbbox()
        assert box is None or box.y1 <= title.y0 + 1
        assert box is None or box.y0 >= note.y1 - 1


@each_figure
def test_a_figure_has_a_message_and_a_source_in_both_languages(name: str):
    english, french = (drawn(name, language) for language in LANGUAGES)
    (title, note), (title_fr, note_fr) = ((figure.texts[0], figure.texts[1]) for figure in (english, french))
    assert title.get_text() != title_fr.get_text()
    assert "Source: Cohesion Sim" in note.get_text().replace("\n", " ")
    assert "Source\N{NO-BREAK SPACE}: Cohesion Sim" in note_fr.get_text().replace("\n", " ")


@each_language
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("trajectories", {"en": "scale 0–1", "fr": "échelle 0–1"}),
        ("panel", {"en": "percentage points", "fr": "points de pourcentage"}),
        ("gains", {"en": "← better   scale 0–1   worse →", "fr": "← mieux   échelle 0–1   moins bien →"}),
        ("waterfall", {"en": "change (scale 0–1)", "fr": "l'évolution (échelle 0–1)"}),
        ("network", {"en": "Generalised trust (scale 0–1)", "fr": "Confiance généralisée (échelle 0–1)"}),
        ("story", {"en": "Months since the start", "fr": "Mois depuis le départ"}),
        ("square", {"en": "Social mixing (0–1)", "fr": "Mixité sociale (0–1)"}),
    ],
)
def test_axes_name_their_units(name: str, unit: dict[str, str], language: str):
    assert any(unit[language] in words for words in words_of(drawn(name, language)))


def test_french_figures_use_decimal_commas():
    ticks = [label.get_text() for label in drawn("trajectories", "fr").axes[0].get_yticklabels()]
    assert all("," in tick and "." not in tick for tick in ticks)


def test_one_scenario_alone_is_told_by_its_change():
    alone = Runs(runs().series[runs().series["scenario"] == "targeted_high"], runs().table)
    assert "from 0.501 to 0.531 in 2 years" in plots.trajectories(alone).texts[0].get_text().replace("\n", " ")


def test_scenarios_whose_bands_overlap_are_not_told_apart():
    blurred = runs().series.assign(belonging=lambda frame: 0.5 + 0.1 * frame["replicate"])
    assert "bands overlap" in plots.trajectories(Runs(blurred, runs().table)).texts[0].get_text()


def test_a_figure_cropped_to_its_contents_keeps_its_message_and_its_source():
    figure = drawn("trajectories", "en")
    width, height = figure.get_size_inches()
    assert figure.get_tightbbox().width >= width
    assert figure.get_tightbbox().height >= height


def test_a_difference_is_hollow_where_its_interval_holds_zero():
    assert not difference(contrast("belonging", "migrants", "targeted_low", 0.02, 0.03)).clear
    assert difference(contrast("belonging", "migrants", "targeted_low", 0.02, 0.01)).clear


def test_the_panel_says_where_we_cannot_tell():
    assert "cannot tell" in words_of(drawn("panel", "en"))
    assert "indécis" in words_of(drawn("panel", "fr"))


def test_shares_of_persons_are_shown_in_percentage_points():
    assert difference(contrast("employment", "migrants", "targeted_low", 0.02, 0.01)).value == pytest.approx(2.0)


@each_language
def test_gains_of_three_outcomes_stay_apart_and_within_the_figure(language: str):
    figure = plots.gains(runs(), ["belonging", "marginalisation", "employment"], language)
    figure.canvas.draw()
    for along in (lambda axes: axes.xaxis.label, lambda axes: axes._left_title):
        boxes = [along(axes).get_window_extent() for axes in figure.axes]
        assert all(one.x1 < other.x0 for one, other in pairwise(boxes))
        assert boxes[-1].x1 <= figure.bbox.x1
    for axes in figure.axes:
        ticks = [label.get_window_extent() for label in axes.get_xticklabels() if label.get_text()]
        assert all(one.x1 < other.x0 for one, other in pairwise(ticks))


def test_places_are_left_out_of_gains():
    assert not any("place" in words for words in words_of(drawn("gains", "en")))


def test_the_steps_of_a_waterfall_end_at_the_whole_change():
    bars = drawn("waterfall", "en").axes[0].patches
    total = ledger()["change"].sum()
    assert sum(bar.get_width() for bar in bars[:-1]) == pytest.approx(total)
    assert bars[-1].get_width() == pytest.approx(total)


def test_a_story_tells_its_events_in_the_language():
    told = words_of(drawn("story", "fr"))
    assert "arrive (commune 1, en demande d'asile)" in told
    assert "nouveau statut juridique (titre permanent)" in told


def test_a_network_of_any_origin_is_drawn():
    karate = nx.karate_club_graph()
    nx.set_node_attributes(karate, 0.5, "trust")
    assert "0" in plots.network(karate, "trust").texts[0].get_text()


def test_an_attribute_that_nobody_has_is_an_error():
    with pytest.raises(UserError, match="no such attribute"):
        plots.network(nx.karate_club_graph(), "trust")


def test_an_outcome_that_was_not_compared_is_an_error():
    with pytest.raises(UserError, match="did you mean 'belonging'"):
        plots.panel(runs(), "belongin")
    with pytest.raises(UserError, match="none of the outcomes"):
        plots.trajectories(runs(), ["no"])
    with pytest.raises(UserError, match="no entry on trust"):
        plots.waterfall(ledger(), "trust", "hosts")


def test_discs_do_not_overlap():
    sizes = [270, 228, 96, 40, 7, 1]
    found = centres(sizes)
    for one in range(len(sizes)):
        for other in range(one):
            assert np.hypot(*(found[one] - found[other])) >= radius(sizes[one]) + radius(sizes[other]) - 1e-6


def test_nobody_lies_on_another():
    graph = nx.gnm_random_graph(80, 200, seed=3)
    spots = np.array(list(positions(graph, [list(range(50)), list(range(50, 80))]).values()))
    apart = np.hypot(*(spots[:, None] - spots[None, :]).transpose(2, 0, 1)) + 9 * np.eye(len(spots))
    assert apart.min() > 0.6


def test_numbers_are_written_as_readers_write_them():
    assert number(-1234.5, 1) == "−1,234.5"
    assert number(-1234.5, 1, "fr") == "−1\N{NARROW NO-BREAK SPACE}234,5"
    assert number(0.004, 2, signed=True) == "0.00"
    assert step(0.004, 2) == "≈\N{NARROW NO-BREAK SPACE}0"
    assert [digits_for(span) for span in (50, 5, 0.5, 0.01)] == [0, 1, 2, 3]


def test_labels_spread_without_touching_and_stay_within():
    placed = spread([0.5, 0.5, 0.51, 0.9], 0.1, 0.0, 1.0)
    assert sorted(placed) == placed
    assert min(np.diff(placed)) >= 0.1 - 1e-12
    assert spread([1.0, 1.0], 0.1, 0.0, 1.0)[1] == pytest.approx(1.0)


def test_long_titles_are_wrapped_between_words():
    assert "\n" in wrapped("a title that is far too long for one inch", 1.0, 12.0)
    assert wrapped("short", 5.0, 12.0) == "short"


@pytest.mark.parametrize("name", ["trajectories", "network"])
def test_the_same_figure_is_the_same_bytes(name: str, tmp_path):
    first = plots.save(FIGURES[name]("fr"), tmp_path / "one", name)
    second = plots.save(FIGURES[name]("fr"), tmp_path / "two", name)
    assert [path.suffix for path in first] == [".png", ".svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_text_in_svg_is_text_and_undated(tmp_path):
    _, vector = plots.save(drawn("square", "fr"), tmp_path, "square")
    written = vector.read_text(encoding="utf-8")
    assert "Maintien de l'identité culturelle (0–1)</text>" in written
    assert "<dc:date>" not in written


def test_saving_leaves_global_settings_and_no_unfinished_file(tmp_path):
    from matplotlib import rcParams

    before = dict(rcParams)
    plots.save(drawn("square", "en"), tmp_path, "square")
    assert dict(rcParams) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["square.png", "square.svg"]


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(UserError, match="cannot write to"):
        plots.save(drawn("square", "en"), tmp_path / "taken", "square")
