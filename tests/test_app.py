"""The workshop takes data only, shares equal work, turns away who does not belong, and keeps rooms fair."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from cohesion_sim.app import limits
from cohesion_sim.app.library import library
from cohesion_sim.app.picture import curves, differences
from cohesion_sim.app.plan import LEVERS, read_request
from cohesion_sim.app.refusing import RefusedError, refused
from cohesion_sim.app.roles import ROLES, numbers
from cohesion_sim.app.rooms import Rooms
from cohesion_sim.app.serving import application, hosts, loopback
from cohesion_sim.app.stories import story
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.config import load_comparison
from cohesion_sim.config.library import names
from cohesion_sim.errors import UserError
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.scenario import Scenario
from cohesion_sim.seeds import class_seed
from cohesion_sim.strings import strings

httpx = pytest.importorskip("httpx")
OURS = "127.0.0.1:8700"
SMALL = {
    "place": {"context": "teaching_town", "persons": 300, "months": 24},
    "policies": {"base": {"regime": "laissez_faire"}, "a": {"regime": "mainstreamed", "euros": 3500}},
    "replicates": 3,
}


def with_policy(**changes: Any) -> dict[str, Any]:
    return {**SMALL, "policies": {"base": {"regime": "laissez_faire"}, "a": {"regime": "mainstreamed", **changes}}}


def test_levers_and_euros_reach_the_scenario():
    request = read_request(with_policy(levers={"delivery.targeted_share": 0.9, "social_mixing": 0.2}, euros=1234))
    scenario = request.scenarios()["a"]
    assert scenario.regime.delivery.targeted_share == 0.9
    assert scenario.regime.social_mixing == 0.2
    assert scenario.funding.eur_per_migrant_year == 1234
    assert scenario.context.population == 300


def test_a_word_gives_the_class_the_seed_that_it_gives_in_the_terminal():
    def seed(given: Any) -> int:
        return read_request({**SMALL, "place": {"seed": given}}).place.seed

    assert seed("Blue-Heron ") == class_seed("blue-heron")
    assert seed("blue-heron/ana") == class_seed("blue-heron", "ana")
    assert (seed(7), read_request(SMALL).place.seed) == (7, 1)
    for wrong in ("", "7", "x" * 101, None, 2.5):
        with pytest.raises(UserError, match="seed"):
            seed(wrong)


def test_a_shock_and_a_reform_reach_the_timeline():
    events = [{"month": 6, "shock": "recession"}, {"month": 12, "regime": "targeted", "euros": 100.0}]
    scenario = read_request(with_policy(events=events)).scenarios()["a"]
    assert [shock.kind for shock in scenario.shocks] == ["recession"]
    assert scenario.timeline.phase(11).regime.name == "mainstreamed"
    assert scenario.timeline.phase(12).regime.name == "targeted"
    assert scenario.timeline.phase(12).funding.eur_per_migrant_year == 100.0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (with_policy(regime="../../etc/passwd"), "no such regime"),
        (with_policy(regime="targetted"), "did you mean 'targeted'"),
        (with_policy(levers={"delivery.targeted_share": 1.4}), r"must lie in \[0, 1\]"),
        (with_policy(levers={"_target_": 1}), "no such key"),
        (with_policy(levers={"instruments.language": 1.0}), "add up to"),
        (with_policy(events=[{"month": 99, "shock": "recession"}]), "month is 99"),
        (with_policy(events=[{"month": 1, "regime": "/tmp/mine.yaml"}]), "no such regime"),
        (with_policy(label="x" * 61), "at most 60"),
        (with_policy(setting="../mine"), "no such setting"),
        (with_policy(events=[{"month": 1, "context": {"connectivity": 2}}]), r"must lie in \[0, 1\]"),
        (with_policy(events=[{"month": 1, "context": {"population": 2}}]), "no such key"),
        ({**SMALL, "place": {"persons": 10**9}}, "must be a whole number from"),
        ({**SMALL, "place": {"persons": True}}, "must be a whole number from"),
        ({**SMALL, "place": {"persons": 5000, "months": 240}, "replicates": 40, "policies": {}}, "1 to 5 scenarios"),
        ({**SMALL, "code": "import os"}, "no such key"),
        ([], "group of keys"),
    ],
)
def test_what_is_wrong_or_too_much_is_refused_with_a_word(given: Any, said: str):
    with pytest.raises(UserError, match=said) as caught:
        read_request(given).scenarios()
    assert isinstance(caught.value, RefusedError) or said == "add up to"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (with_policy(regime="targetted"), "targetted : pas de régime de ce nom ; vouliez-vous dire « targeted » ?"),
        (with_policy(levers={"social_mixing": 2}), "il faut un nombre de 0 à 1"),
        ({**SMALL, "place": {"seed": "+"}}, "la graine vaut +"),
        (
            with_policy(levers={"instruments.language": 1.0}),
            "Détail technique, en anglais : the shares in regime.instruments",
        ),
        ([], "une demande doit être un groupe de clés"),
    ],
)
def test_a_french_page_hears_what_is_wrong_in_french(given: Any, words: str):
    answer = asked("", "POST", "/api/check", json=given, headers={"x-language": "fr"})
    assert answer.status_code == 400
    assert words in answer.json()["error"].replace("\N{NO-BREAK SPACE}", " ")


def test_the_error_of_a_form_has_the_language_of_the_form_and_a_stream_that_of_its_page():
    alone = {**SMALL, "policies": {"base": {"regime": "laissez_faire"}}}
    form = urlencode({"request": json.dumps(alone), "language": "fr", "decision": ""})
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert "un rapport compare" in asked("", "POST", "/report", content=form, headers=kind).json()["error"]

    async def failing() -> AsyncIterator[bytes]:
        yield b"begun"
        raise refused("closed")

    async def heard() -> list[bytes]:
        from cohesion_sim.app.crew import Crew
        from cohesion_sim.app.guard import Door
        from cohesion_sim.app.routes import Pages

        return [each async for each in Pages(Crew(1), Door(frozenset())).counted("somebody", "fr", failing())]

    assert json.loads(asyncio.run(heard())[-1]) == {"type": "error", "error": "l'atelier est fermé"}


def test_every_refusal_has_words_and_no_words_are_left_over():
    source = "".join(file.read_text() for file in Path(limits.__file__).parent.rglob("*.[pj][ys]"))
    used = set(re.findall(r'(?:refused\(|no_such\(|among\(|named\(|refused\.)"?(\w+)', source))
    assert {f"refused.{key}" for key in re.findall(r'refused\("(\w+)"', source)} <= strings().keys()
    assert {key for key in strings() if key.startswith("refused.") and key[8:] not in used} == set()


def test_more_work_than_the_workshop_does_is_refused():
    many = {name: {"regime": "targeted"} for name in "abcde"}
    with pytest.raises(UserError, match="million person-months"):
        read_request({"place": {"persons": 5000, "months": 240}, "policies": many, "replicates": 40})


@pytest.mark.parametrize("name", names("scenario"))
def test_a_shipped_scenario_opens_on_the_page_as_the_comparison_that_the_terminal_runs(name: str):
    told = story(name)
    assert told["policies"], "listed in grey; if that cannot be helped, say so here"
    place = {"context": told["context"], "months": told["months"], "persons": 2000}
    found = read_request({"place": place, "policies": dict(zip("abcde", told["policies"], strict=False))}).scenarios()
    wanted = load_comparison(name)
    if "of" in told:
        wanted = {name: each for name, each in wanted.items() if name.endswith("_low")}
    assert [ruled(each) for each in found.values()] == [ruled(each) for each in wanted.values()]


def ruled(scenario: Scenario) -> Any:
    """Return what decides a run, but for the size of the town."""
    phases = [
        (each.month, each.regime, each.funding.eur_per_migrant_year, replace(each.context, population=2000))
        for each in scenario.timeline.phases
    ]
    parts = ("months", "shocks", "mechanisms", "network", "services", "programmes", "dispositions", "mixing")
    return phases, [getattr(scenario, part) for part in parts]


def test_a_story_that_holds_more_than_the_page_is_listed_without_policies(tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text("title: {en: Mine, fr: Le mien}\nregime: targeted\nmechanisms: {threat: {on: false}}\n")
    assert story(str(file)) == {"title": {"en": "Mine", "fr": "Le mien"}, "story": {}, "policies": []}


def test_the_main_story_shows_its_regimes_at_one_level_of_funding_and_says_so():
    told = story("regimes_portugal")
    assert [each["regime"] for each in told["policies"]] == [
        "assimilationist", "segregationist", "mainstreamed", "targeted",
    ]  # fmt: skip
    assert {each["euros"] for each in told["policies"]} == {1750}
    assert (told["of"], told["held"]["fr"]) == (8, "financement faible")


def test_a_story_and_its_baseline_have_titles_that_fit_where_they_share_a_regime():
    found = {name: story(name) for name in names("scenario") if name != "reform_and_surge"}
    alike = [each for each in found.values() if each["policies"][0]["regime"] == each["policies"][1]["regime"]]
    titles = [words for each in alike for called in each["called"] for words in called.values()]
    assert len(titles) == 4 * len(alike) > 0
    assert max(map(len, titles)) <= limits.MOST_LABEL


def test_the_page_has_words_for_all_it_offers():
    found = library()
    wanted = [f"regime.{name}" for name in found["regimes"]] + [f"context.{name}" for name in found["contexts"]]
    wanted += [f"role.{name}" for name in found["roles"]] + [f"role_goal.{name}" for name in found["roles"]]
    wanted += [f"outcome.{name}" for name in found["outcomes"]] + [f"shock.{name}" for name in found["shocks"]]
    assert [key for key in wanted if key not in strings()] == []
    assert set(found["levers"]) == {*LEVERS, "funding.eur_per_migrant_year"}
    for key, each in LEVERS.items():
        named = key.replace("instruments.", "instrument.") if key.startswith("instruments.") else f"lever.{key}"
        assert {named, f"lever_means.{key}", f"unit.{each.metadata['unit']}"} <= strings().keys()
    assert {key.removeprefix("lever_means.") for key in strings() if key.startswith("lever_means.")} <= {
        *found["levers"]
    }


def made(name: str, replicate: int, value: float) -> Finished:
    columns = tuple(column for outcome in OUTCOMES.values() for column in outcome.columns.values())
    ends = {(outcome.name, side): value for outcome in OUTCOMES.values() for side in outcome.columns}
    return Finished(name, replicate, 0, ends, columns, np.full((3, len(columns)), value))


def test_a_band_holds_the_replicates_and_a_difference_only_pairs():
    runs = {"base": [made("base", 0, 0.2), made("base", 1, 0.4)], "a": [made("a", 1, 0.5)]}
    drawn = curves(runs["base"])["trust.hosts"]
    assert drawn["mean"] == pytest.approx([0.3] * 3)
    assert drawn["low"][0] == pytest.approx(0.205)
    row = next(each for each in differences(runs, "base") if (each["outcome"], each["side"]) == ("trust", "hosts"))
    assert (row["pairs"], row["verdict"]) == (1, "we cannot tell")
    assert row["difference"] == pytest.approx(0.1)


def nothing() -> None:
    """Prepare nothing: these processes run no model."""


def slept(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value


def failing() -> None:
    raise ZeroDivisionError


def test_equal_requests_share_a_result_and_a_superseded_one_leaves_the_queue():
    from cohesion_sim.app.crew import Crew

    async def story() -> tuple[int, int, bool, bool]:
        crew = Crew(1, nothing)
        crew.open()
        try:
            first = asyncio.create_task(crew.do("busy", slept, (0.3, 1), "one", 0))
            same = asyncio.create_task(crew.do("busy", slept, (9.0, 2), "two", 0))
            dropped = asyncio.create_task(crew.do("dropped", slept, (60.0, 3), "one", 0))
            await asyncio.sleep(0.05)
            dropped.cancel()
            with pytest.raises(UserError, match="a run failed"):
                await crew.do("bad", failing, (), "one", 1)
            return await first, await same, dropped.cancelled(), "dropped" in crew._tasks
        finally:
            crew.close()

    assert asyncio.run(story()) == (1, 1, True, False)


def test_the_rehearsal_can_be_played():
    from cohesion_sim.app.tasks import rehearse

    assert rehearse()


def test_first_pictures_come_first_and_askers_take_turns():
    from cohesion_sim.app.crew import Crew

    async def story() -> list[str]:
        crew, order = Crew(1, nothing), []
        crew.open()

        async def one(key: str, asker: str, urgency: int) -> None:
            await crew.do(key, slept, (0.02, 0), asker, urgency)
            order.append(key)

        try:
            wanted = [("a-late", "a", 2), ("a1", "a", 0), ("a2", "a", 0), ("b1", "b", 0)]
            await asyncio.gather(*(one(*each) for each in wanted))
            return order
        finally:
            crew.close()

    order = asyncio.run(story())
    assert order[-1] == "a-late"
    assert order.index("b1") < order.index("a2")


CREW = """
import asyncio, time
from cohesion_sim.app.crew import Crew
from tests.test_app import nothing, number_of_process

async def main():
    crew = Crew(1, nothing)
    crew.open()
    print(await crew.do("who", number_of_process, (), "one", 0), flush=True)
    await crew.do("busy", time.sleep, (60.0,), "one", 0)

if __name__ == "__main__":
    asyncio.run(main())
"""


def number_of_process() -> int:
    return os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_does_not_outlive_a_workshop_that_is_killed_outright(tmp_path: Path):
    script = tmp_path / "workshop.py"
    script.write_text(CREW)
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    workshop = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=here)
    assert workshop.stdout is not None
    worker = Path("/proc", workshop.stdout.readline().strip())
    assert worker.is_dir()
    workshop.kill()
    workshop.wait()
    until = time.monotonic() + 10.0
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)


def alive(process: Path) -> bool:
    """Return whether a process is there and not merely waiting to be buried."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_members_see_only_their_own_guesses_until_the_facilitator_reveals():
    rooms = Rooms()
    room = rooms.open()
    _, ada = rooms.join(room.code.lower(), "mayor")
    _, ben = rooms.join(room.code, "employer")
    rooms.lead(room.code, room.key, {"plan": SMALL, "budget": 8000})
    rooms.guess(room.code, ada, {"trust.hosts": "up"})
    assert room.seen_by(ben)["mine"] == {}
    assert room.seen_by(ben)["counts"] == {}
    assert room.seen_by(ben)["guessed"] == 1
    rooms.lead(room.code, room.key, {"phase": "see"})
    assert room.seen_by(ben)["counts"]["trust.hosts"] == {"up": 1}
    with pytest.raises(UserError, match="closed"):
        rooms.guess(room.code, ben, {"trust.hosts": "down"})
    rooms.lead(room.code, room.key, {"decision": "We fund mentoring.", "next": True})
    assert room.seen_by(ada)["past"][0]["decision"] == "We fund mentoring."
    assert room.seen_by(ada)["phase"] == "predict"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"plan": SMALL, "budget": 100}, "the round's budget is 100"),
        ({"phase": "over"}, "no such phase"),
        ({"plan": with_policy(regime="x")}, "no such regime"),
        ({"budget": float("inf")}, "budget must be"),
    ],
)
def test_a_round_refuses_what_does_not_fit(change: dict[str, Any], said: str):
    rooms = Rooms()
    room = rooms.open()
    with pytest.raises(UserError, match=said):
        rooms.lead(room.code, room.key, change)


def test_a_role_sees_its_own_numbers_and_before_the_reveal_only_those_of_the_baseline():
    rooms = Rooms()
    room = rooms.open()
    _, ada = rooms.join(room.code, "mayor")
    with pytest.raises(UserError, match="not sent a plan"):
        room.own(ada)
    rooms.lead(room.code, room.key, {"plan": SMALL})
    role, before = room.own(ada)
    assert (role, list(before.policies)) == ("mayor", ["base"])
    rooms.lead(room.code, room.key, {"phase": "see"})
    assert list(room.own(ada)[1].policies) == ["base", "a"]
    for stranger in (room.key, "guessed"):
        with pytest.raises(UserError, match="only who holds a role"):
            room.own(stranger)


def test_a_number_moves_towards_what_its_role_wishes_or_away():
    runs = {name: [made(name, n, value + 0.001 * n) for n in range(3)] for name, value in (("base", 0.2), ("a", 0.4))}
    found = {row["outcome"]: row for row in numbers("mayor", runs, "base")}
    assert found["trust"]["baseline"] == pytest.approx(0.201)
    assert [found[name]["moved"][0]["way"] for name in ("trust", "marginalisation")] == ["towards", "away"]
    same = numbers("mayor", {**runs, "a": [made("a", n, 0.2 + 0.01 * (n - 1)) for n in range(3)]}, "base")
    assert {row["moved"][0]["way"] for row in same} == {"cannot_tell"}


def test_every_role_follows_numbers_that_have_words_and_are_measured():
    for those in ROLES.values():
        for each in those:
            assert each.side in OUTCOMES[each.outcome].columns
            assert f"outcome.{each.outcome}" in strings()
            assert each.wish in (-1, 1)


def test_only_the_facilitator_leads_and_strangers_see_nothing():
    rooms = Rooms()
    room = rooms.open()
    _, key = rooms.join(room.code, "school")
    with pytest.raises(UserError, match="only the facilitator"):
        rooms.lead(room.code, key, {"phase": "see"})
    with pytest.raises(UserError, match="not in this room"):
        room.seen_by("guessed")


def asked(code: str, method: str, path: str, **given: Any) -> Any:
    """Return the answer of a workshop that runs no model."""

    async def once() -> Any:
        transport = httpx.ASGITransport(app=application(frozenset({OURS}), code), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{OURS}") as client:
            return await client.request(method, path, **given)

    return asyncio.run(once())


def test_every_answer_carries_a_strict_policy():
    for path in ("/", "/static/app.js", "/api/words", "/nowhere"):
        policy = asked("", "GET", path).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": f"{OURS}.evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": f"http://{OURS}.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": f"http://{OURS}"}, 200),
    ],
)
def test_another_page_or_host_is_turned_away(headers: dict[str, str], status: int):
    assert asked("", "POST", "/api/check", json=SMALL, headers=headers).status_code == status


def test_large_bodies_and_bad_json_are_refused_in_one_sentence():
    assert asked("", "POST", "/api/check", content=b"x" * (limits.MOST_BYTES + 1)).status_code == 413
    for content in (b"{", b'{"place": {"persons": NaN}}', b"[" * 30_000, b"\xff"):
        answer = asked("", "POST", "/api/check", content=content)
        assert answer.status_code == 400
        assert set(answer.json()) == {"error"}


def test_no_path_leads_out_of_the_static_folder():
    for path in ("/static/../serving.py", "/static/%2e%2e/serving.py", "/static//etc/passwd"):
        assert asked("", "GET", path).status_code == 404


def test_a_room_on_the_network_asks_for_its_code():
    assert asked("RIGHTCODE", "GET", "/api/library").headers["location"] == "/join"
    wrong = asked("RIGHTCODE", "POST", "/join", content="code=WRONG")
    assert wrong.status_code == 403
    assert "set-cookie" not in wrong.headers
    right = asked("RIGHTCODE", "POST", "/join", content="code=rightcode")
    assert "httponly" in right.headers["set-cookie"].lower()


def test_the_workshop_listens_on_loopback_unless_one_address_is_named():
    assert loopback("127.0.0.1")
    assert not loopback("192.168.1.20")
    assert hosts("192.168.1.20", 8700) == {"192.168.1.20:8700"}
    for address in ("0.0.0.0", "::", "my-laptop"):
        with pytest.raises(UserError, match="address"):
            loopback(address)


def test_a_scenario_file_is_read_back_the_same():
    from cohesion_sim.app.scenario_file import as_asked

    reform = {"month": 12, "regime": "targeted", "levers": {"social_mixing": 0.3}, "context": {"connectivity": 0.5}}
    events = [{"month": 6, "shock": "recession"}, reform]
    request = read_request(with_policy(events=events, levers={"rights.labour": 20.0}, setting="link_it"))
    written = as_asked(request)
    again = read_request({"place": written["place"], "policies": written["policies"], "replicates": 3})
    assert again == request


def test_the_one_page_result_tells_small_differences_from_large_ones():
    from cohesion_sim.app.one_page import table

    runs = {name: [made(name, n, value) for n in range(3)] for name, value in (("base", 0.2), ("a", 0.201), ("b", 0.4))}
    written = table(differences(runs, "base"), {"a": "Small <b>", "b": "Large"}, "en")
    assert "too small to matter" in written
    assert "better" in written
    assert "Small &lt;b&gt;" in written


def test_the_full_report_is_written_by_the_room_of_reports_and_lets_no_other_script_run():
    from cohesion_sim.app.explaining import comparison
    from cohesion_sim.app.report import report_policy, written
    from cohesion_sim.app.scenario_file import as_asked
    from cohesion_sim.app.tasks import run, why

    given = with_policy(label="<b>Ours</b>")
    request = read_request({**given, "place": {"context": "teaching_town", "persons": 200, "months": 12}})
    called = {"base": "Left", "a": "<b>Ours</b>"}
    scenarios = request.scenarios()
    runs = [run(each, 1, n)._replace(name=name) for name, each in scenarios.items() for n in range(2)]
    causes = {called[name]: why(each, 1) for name, each in scenarios.items()}
    assert report_policy().count("script-src") == 1
    page = written(comparison(request, runs, 2, called), causes, as_asked(request), "fr")
    assert 'lang="fr"' in page
    assert "&lt;b&gt;Ours" in page
    assert "<b>Ours" not in page
    assert "Pourquoi" in page
    script = page.partition("<script>")[2].partition("</script>")[0]
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in report_policy()
