"""Every name that readers can meet is written in English and in French."""

from __future__ import annotations

import string

import pytest
import yaml

from cohesion_sim.context import read_origins
from cohesion_sim.errors import UserError
from cohesion_sim.ledger import ELSEWHERE, REST
from cohesion_sim.measures.acculturation import STRATEGIES
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.subgroups import FOUNDERS
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.policy.timeline import SHOCKS
from cohesion_sim.resources import shipped, shipped_files
from cohesion_sim.runs.story import EVENTS
from cohesion_sim.state.people import STATUSES
from cohesion_sim.state.ties import LAYERS
from cohesion_sim.strings import LANGUAGES, cell, label, quoted, scenario_label, strings, subgroup_label, text

COMPOSITION = ("ageing", "deaths", "departures", "births", "arrivals")


def names() -> list[str]:
    found = [f"outcome.{name}" for name in OUTCOMES]
    found += [f"unit.{outcome.unit}" for outcome in OUTCOMES.values()]
    found += [f"mechanism.{name}" for name in (*MECHANISMS, ELSEWHERE)]
    found += [f"term.{term}" for mechanism in MECHANISMS.values() for _, term in mechanism.terms]
    found += [f"term.{term}" for term in (*COMPOSITION, REST)]
    found += [f"subgroup.{name}" for name in (*STATUSES, FOUNDERS, "hosts", "migrants", "women", "men", "fixed cohort")]
    found += [f"event.{name}" for name in EVENTS]
    found += [f"detail.{name.replace('_', ' ')}" for name in (*STATUSES, *LAYERS)]
    found += [f"detail.{name.removeprefix('berry_')}" for name in STRATEGIES]
    found += [f"layer.{name}" for name in LAYERS] + [f"shock.{name}" for name in SHOCKS]
    for section in ("regime", "funding", "context"):
        found += [f"{section}.{name}" for name in shipped_files(f"configs/{section}")]
    for path in shipped_files("configs/context").values():
        origins = yaml.safe_load(path.read_text(encoding="utf-8")).get("origins")
        found += [f"group.{origin.name}" for origin in read_origins(origins)]
    return sorted(set(found))


def test_every_name_in_the_code_has_words():
    assert [name for name in names() if name not in strings()] == []


def test_every_entry_has_both_languages_and_fills_in_the_same():
    for key, entry in strings().items():
        assert set(entry) == set(LANGUAGES), key
        assert all(words.strip() for words in entry.values()), key
        braces = [{field for _, field, _, _ in string.Formatter().parse(words) if field} for words in entry.values()]
        assert braces[0] == braces[1], key


def test_no_key_is_written_twice():
    written = shipped_keys()
    assert len(written) == len(set(written))


def shipped_keys() -> list[str]:
    lines = (shipped("configs").parent / "cohesion_sim" / "strings.yaml").read_text(encoding="utf-8").splitlines()
    section, found = "", []
    for line in lines:
        head = line.split(":")[0]
        if line and line[0] not in " #":
            section = head
            found.append(section)
        elif line.startswith("  ") and line[2] != " ":
            found.append(f"{section}.{head.strip()}")
    return found


def test_french_uses_the_terms_of_the_handbook():
    assert text("outcome.belonging", "fr") == "Sentiment d'appartenance"
    assert label("subgroup", "hosts", "fr") == "population d'accueil"
    assert label("regime", "targeted", "fr") == "Ciblé"


def test_french_signs_never_begin_a_line():
    assert " :" not in text("title.gains", "fr")
    assert "\N{NO-BREAK SPACE}:" in text("title.gains", "fr")


def test_an_unknown_key_is_an_error_that_names_the_nearest():
    with pytest.raises(UserError, match=r"did you mean 'outcome\.trust'"):
        text("outcome.trusst")


def test_an_unknown_language_is_an_error():
    with pytest.raises(UserError, match="language is 'de'"):
        text("outcome.trust", "de")


def test_a_name_of_a_user_s_own_is_shown_as_it_is():
    assert label("regime", "my_own_regime", "fr") == "my own regime"
    assert scenario_label("my_own_regime_low") == "my own regime, low funding"


def test_scenarios_are_split_into_regime_and_funding():
    assert cell("laissez_faire") == ("laissez_faire", "")
    assert cell("laissez_faire_high") == ("laissez_faire", "high")
    assert scenario_label("targeted_low", "fr") == "Ciblé, financement faible"


def test_places_are_numbered_in_both_languages():
    assert subgroup_label("place 3", "fr") == "commune 3"


def test_quotation_marks_follow_the_language():
    assert quoted("a") == "“a”"
    assert quoted("a", "fr").startswith("«")
