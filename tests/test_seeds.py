"""A class's word is a seed, the same everywhere, and a name makes another of it."""

from __future__ import annotations

import pytest

from cohesion_sim.config import load_scenario
from cohesion_sim.errors import UserError
from cohesion_sim.seeds import MASK, class_seed


def test_a_word_is_the_same_seed_on_every_machine() -> None:
    assert class_seed("blue-heron") == 1090591396
    assert class_seed("blue-heron", "Ana") == 1220359820


def test_capitals_spaces_and_the_way_an_accent_is_typed_do_not_matter() -> None:
    assert class_seed("Héron bleu ") == class_seed("he\N{COMBINING ACUTE ACCENT}ron bleu")


def test_students_have_seeds_of_their_own_with_room_for_replicates() -> None:
    seeds = {class_seed("blue-heron", f"student {number}") for number in range(200)}
    assert len(seeds) == 200
    assert max(seeds) <= MASK < 2**32 - 1_000_000


@pytest.mark.parametrize(("written", "word", "name"), [("blue-heron", "blue-heron", ""), ("Heron/Ana", "heron", "ana")])
def test_a_scenario_takes_a_word_for_its_seed(written: str, word: str, name: str) -> None:
    assert load_scenario("targeted", [f"seed={written}"]).seed == class_seed(word, name)


def test_a_number_stays_a_number() -> None:
    assert load_scenario("targeted", ["seed=17"]).seed == 17
    with pytest.raises(UserError, match=r"seed is 1\.5; it must be a whole number"):
        load_scenario("targeted", ["seed=1.5"])


@pytest.mark.parametrize("word", ["", "  ", "a" * 101])
def test_what_is_no_word_is_refused(word: str) -> None:
    with pytest.raises(UserError, match="class seed"):
        class_seed(word)
