"""What the page can ask: plain data in, plain data out, and nothing of one client is kept for another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from cohesion_sim.app import explaining, limits, tasks
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.doubting import doubts
from cohesion_sim.app.guard import COOKIE, Door, field_of
from cohesion_sim.app.library import assumptions, library
from cohesion_sim.app.one_page import ONE_PAGE_POLICY, one_page
from cohesion_sim.app.plan import Request, read_request
from cohesion_sim.app.refusing import HEADER, refused, said, spoken
from cohesion_sim.app.report import report, report_policy
from cohesion_sim.app.roles import numbers
from cohesion_sim.app.rooms import Rooms, sentence
from cohesion_sim.app.streams import by_scenario, identity, line, pictures, whole_runs
from cohesion_sim.errors import UserError
from cohesion_sim.runs.story import CHOICES
from cohesion_sim.strings import strings

STATIC = Path(__file__).parent / "static"
CLIENT, KEY = "x-client", "x-room-key"
"""Headers: a random name that a tab gives itself, and its key to a room."""


class Pages:
    """The answers of a workshop.

    Parameters
    ----------
    crew
        Who runs the model.
    door
        Who may come in.
    """

    def __init__(self, crew: Crew, door: Door) -> None:
        self.crew, self.door, self.rooms = crew, door, Rooms()
        self._streams: Counter[str] = Counter()

    def routes(self) -> list[BaseRoute]:
        """Return all addresses."""
        return [
            Route("/", self.page),
            Route("/join", self.join, methods=["GET", "POST"]),
            Route("/api/words", self.words),
            Route("/api/library", self.library),
            Route("/api/assumptions", self.assumptions),
            Route("/api/check", self.check, methods=["POST"]),
            Route("/api/compare", self.compare, methods=["POST"]),
            Route("/api/sure", self.sure, methods=["POST"]),
            Route("/api/why", self.why, methods=["POST"]),
            Route("/api/gains", self.gains, methods=["POST"]),
            Route("/api/money", self.money, methods=["POST"]),
            Route("/api/town", self.town, methods=["POST"]),
            Route("/api/lives", self.lives, methods=["POST"]),
            Route("/report", self.report, methods=["POST"]),
            Route("/one-page", self.one_page, methods=["POST"]),
            Route("/api/room/open", self.open_room, methods=["POST"]),
            Route("/api/room/join", self.join_room, methods=["POST"]),
            Route("/api/room/see", self.see_room, methods=["POST"]),
            Route("/api/room/lead", self.lead_room, methods=["POST"]),
            Route("/api/room/guess", self.guess_room, methods=["POST"]),
            Route("/api/room/own", self.own_numbers, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def page(self, asked: Asked) -> Response:
        """Return the page."""
        return HTMLResponse((STATIC / "index.html").read_text(encoding="utf-8"))

    async def join(self, asked: Asked) -> Response:
        """Ask for the join code, and let in who knows it."""
        if asked.method == "POST":
            token = self.door.admit(field_of(await asked.body(), "code"))
            if token is not None:
                answer = RedirectResponse("/", status_code=303)
                answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
                return answer
        wrong = asked.method == "POST"
        page = (STATIC / "join.html").read_text(encoding="utf-8").replace('data-wrong=""', f'data-wrong="{wrong}"')
        return HTMLResponse(page, status_code=403 if wrong else 200)

    async def words(self, asked: Asked) -> Response:
        """Return all words in both languages."""
        return JSONResponse(dict(strings()))

    async def library(self, asked: Asked) -> Response:
        """Return what can be chosen."""
        return JSONResponse(library())

    async def assumptions(self, asked: Asked) -> Response:
        """Return every number of the model."""
        return JSONResponse(assumptions())

    async def check(self, asked: Asked) -> Response:
        """Say whether a comparison can be run, and which runs it is made of."""
        found = read_request(await body_of(asked))
        same = {name: identity(scenario) for name, scenario in found.scenarios().items()}
        return JSONResponse({"version": library()["version"], "same": same})

    async def compare(self, asked: Asked) -> Response:
        """Stream the curves of a comparison."""
        found = read_request(await body_of(asked))
        found.scenarios()
        return self.stream(asked, pictures(self.crew, found, client(asked), asked.is_disconnected))

    async def sure(self, asked: Asked) -> Response:
        """Stream how sure we are."""
        found = read_request(await body_of(asked))
        return self.stream(asked, doubts(self.crew, found, client(asked), asked.is_disconnected))

    def stream(self, asked: Asked, lines: AsyncIterator[bytes]) -> Response:
        """Return a stream, unless the client has too many under way."""
        who = client(asked)
        if self._streams[who] >= limits.MOST_STREAMS or sum(self._streams.values()) >= 40 * limits.MOST_STREAMS:
            raise refused("busy")
        return StreamingResponse(self.counted(who, language_of(asked), lines), media_type="application/x-ndjson")

    async def counted(self, who: str, language: str, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield a stream's lines, an error the last of them, keeping count of those under way."""
        self._streams[who] += 1
        try:
            async for each in lines:
                yield each
        except UserError as error:
            yield line({"type": "error", "error": said(error, language)})
        finally:
            self._streams[who] -= 1
            if not self._streams[who]:
                del self._streams[who]

    async def why(self, asked: Asked) -> Response:
        """Return what moved a curve."""
        found, (name, outcome, side) = await about(asked, "scenario", "outcome", "side")
        return JSONResponse(await explaining.waterfall(self.crew, found, (name, outcome, side), client(asked)))

    async def gains(self, asked: Asked) -> Response:
        """Return who gains and who loses."""
        found, (name, outcome) = await about(asked, "scenario", "outcome")
        return JSONResponse(await explaining.who_gains(self.crew, found, name, outcome, client(asked)))

    async def money(self, asked: Asked) -> Response:
        """Return where the money went and who waited."""
        found, _ = await about(asked)
        return JSONResponse(await explaining.money(self.crew, found, client(asked)))

    async def town(self, asked: Asked) -> Response:
        """Return the town under one scenario."""
        found, (name,) = await about(asked, "scenario")
        scenario = found.scenarios()[explaining.pair(found, name)[0]]
        seed = found.place.seed
        return JSONResponse(
            await self.crew.do(f"town {identity(scenario)} {seed}", tasks.town, (scenario, seed), client(asked), 1)
        )

    async def lives(self, asked: Asked) -> Response:
        """Return the life of one person under each of two scenarios."""
        found, (first, second, person) = await about(asked, "scenario", "beside", "person")
        scenarios, seed, who = found.scenarios(), found.place.seed, client(asked)
        for name in (first, second):
            explaining.pair(found, name)
        key = await self.person(scenarios[first], seed, person, who)
        lives = {}
        for name in dict.fromkeys((first, second)):
            scenario = scenarios[name]
            arguments = (scenario, seed, key)
            lives[name] = await self.crew.do(f"life {identity(scenario)} {seed} {key}", tasks.life, arguments, who, 1)
        return JSONResponse(lives)

    async def person(self, scenario: Any, seed: int, person: str, who: str) -> int:
        """Return the key of a person who is given by her key or by how much help she got."""
        if person.isdigit() and len(person) <= 19:
            return int(person)
        if person not in CHOICES:
            raise refused("person", choices=", ".join(CHOICES))
        named = f"somebody {identity(scenario)} {seed} {person}"
        key: int = await self.crew.do(named, tasks.somebody, (scenario, seed, person), who, 1)
        return key

    async def report(self, asked: Asked) -> Response:
        """Return the full report of a comparison as a page of its own."""
        found, language, _ = await form_of(asked)
        page = await report(self.crew, found, language, "report")
        return HTMLResponse(page, headers={"content-security-policy": report_policy()})

    async def one_page(self, asked: Asked) -> Response:
        """Return the result of a comparison as a page that prints on one sheet."""
        found, language, decision = await form_of(asked)
        page = await one_page(self.crew, found, language, decision, "one page")
        return HTMLResponse(page, headers={"content-security-policy": ONE_PAGE_POLICY})

    async def open_room(self, asked: Asked) -> Response:
        """Open a room and hand its key to who asked."""
        room = self.rooms.open()
        return JSONResponse({"key": room.key, **room.seen_by(room.key)})

    async def join_room(self, asked: Asked) -> Response:
        """Join a room."""
        body = await body_of(asked)
        room, key = self.rooms.join(body.get("code"), body.get("role"))
        return JSONResponse({"key": key, **room.seen_by(key)})

    async def see_room(self, asked: Asked) -> Response:
        """Return a room as one browser may see it."""
        room = self.rooms.room((await body_of(asked)).get("code"))
        return JSONResponse(room.seen_by(key_of(asked)))

    async def lead_room(self, asked: Asked) -> Response:
        """Change a round."""
        body = await body_of(asked)
        return JSONResponse(self.rooms.lead(body.get("code"), key_of(asked), body.get("change")).seen_by(key_of(asked)))

    async def guess_room(self, asked: Asked) -> Response:
        """Keep a guess."""
        body = await body_of(asked)
        return JSONResponse(
            self.rooms.guess(body.get("code"), key_of(asked), body.get("guesses")).seen_by(key_of(asked))
        )

    async def own_numbers(self, asked: Asked) -> Response:
        """Return the numbers of the role that a member holds, and of no other."""
        body = await body_of(asked)
        role, found = self.rooms.room(body.get("code")).own(key_of(asked))
        runs = by_scenario(await whole_runs(self.crew, found, client(asked), found.replicates))
        return JSONResponse({"role": role, "numbers": numbers(role, runs, next(iter(found.policies)))})


def client(asked: Asked) -> str:
    """Return the name that a tab gave itself, with the address that it comes from."""
    return f"{asked.client.host if asked.client else ''} {asked.headers.get(CLIENT, '')[:40]}"


def language_of(asked: Asked) -> str:
    """Return the language in which a page speaks: that of its form, or of its header."""
    return str(getattr(asked.state, "language", spoken(asked.headers.get(HEADER, ""))))


def key_of(asked: Asked) -> str:
    """Return the key to a room that a tab holds."""
    return asked.headers.get(KEY, "")[:64]


async def body_of(asked: Asked) -> dict[str, Any]:
    """Return the JSON object that was sent."""
    found = parsed(await asked.body())
    if not isinstance(found, dict):
        raise refused("request")
    return found


async def form_of(asked: Asked) -> tuple[Request, str, str]:
    """Return comparison, language and decision that a form sends."""
    form = await asked.body()
    asked.state.language = language = spoken(field_of(form, "language"))
    found = read_request(parsed(field_of(form, "request").encode()))
    return found, language, sentence(field_of(form, "decision"))


def parsed(text: bytes) -> Any:
    """Return JSON, in which every number is finite."""
    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise refused("json") from error


def refuse(constant: str) -> None:
    """Refuse NaN and infinities."""
    raise ValueError(constant)


async def about(asked: Asked, *keys: str) -> tuple[Request, list[str]]:
    """Return a comparison and the texts that say what is asked about it."""
    body = await body_of(asked)
    words = [body.get(key) for key in keys]
    if not all(isinstance(each, str) for each in words):
        raise refused("question", keys=", ".join(keys))
    return read_request(body.get("request")), [str(each)[:80] for each in words]
