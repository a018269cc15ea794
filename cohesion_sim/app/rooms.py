"""A room lets several browsers predict first and see together; it holds guesses and roles, no names, and forgets.

A round goes: the facilitator sets the policies and a budget, everybody predicts, then the facilitator reveals. Until
then a member sees her own guesses only.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cohesion_sim.app import limits
from cohesion_sim.app.plan import Request, mapping, read_request
from cohesion_sim.app.refusing import no_such, refused
from cohesion_sim.app.roles import ROLES
from cohesion_sim.measures.outcomes import SIDES

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GUESSES = ("up", "down", "same", "cannot_tell")
ASKED = tuple(
    f"{outcome}.{side}" for outcome in ("trust", "belonging", "employment", "marginalisation") for side in SIDES
)
PHASES = ("predict", "see")


@dataclass
class Room:
    """One group around one facilitator.

    Attributes
    ----------
    code
        What members type to join.
    key
        What only the facilitator's browser knows.
    members
        Role of each member by her own key.
    plan
        The comparison under discussion, as the facilitator's browser sent it.
    guesses
        Guess of each member by what is asked.
    past
        Earlier rounds: plan, counts of guesses, decision.
    """

    code: str
    key: str
    members: dict[str, str] = field(default_factory=dict)
    number: int = 1
    phase: str = "predict"
    budget: float = 7_000.0
    plan: Mapping[str, Any] | None = None
    guesses: dict[str, dict[str, str]] = field(default_factory=dict)
    decision: str = ""
    past: list[dict[str, Any]] = field(default_factory=list)
    touched: float = field(default_factory=time.monotonic)
    version: int = 1

    def seen_by(self, key: str) -> dict[str, Any]:
        """Return what one browser may see."""
        leads = secrets.compare_digest(key, self.key)
        if not leads and key not in self.members:
            raise refused("not_in_room")
        shown = self.phase == "see"
        return {
            "code": self.code,
            "leads": leads,
            "role": self.members.get(key, ""),
            "members": len(self.members),
            "guessed": len(self.guesses),
            "round": self.number,
            "phase": self.phase,
            "budget": self.budget,
            "plan": self.plan,
            "mine": self.guesses.get(key, {}),
            "counts": self.counts() if shown else {},
            "decision": self.decision,
            "past": self.past,
            "version": self.version,
        }

    def own(self, key: str) -> tuple[str, Request]:
        """Return a member's role and the comparison that her own numbers come from: the baseline until it is revealed.

        Raises
        ------
        UserError
            If she holds no role here, or nothing has been sent yet.
        """
        if key not in self.members:
            raise refused("no_role")
        if self.plan is None:
            raise refused("no_plan")
        found = read_request(self.plan)
        shown = len(found.policies) if self.phase == "see" else 1
        return self.members[key], replace(found, policies=dict(list(found.policies.items())[:shown]))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how often each guess was made, by what was asked."""
        return {asked: dict(Counter(each[asked] for each in self.guesses.values() if asked in each)) for asked in ASKED}

    def changed(self) -> None:
        """Note that something is new."""
        self.version += 1
        self.touched = time.monotonic()


class Rooms:
    """All rooms that are open."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def open(self) -> Room:
        """Return a new room."""
        self._forget()
        if len(self._rooms) >= limits.MOST_ROOMS:
            raise refused("rooms", most=limits.MOST_ROOMS)
        code = "".join(secrets.choice(LETTERS) for _ in range(5))
        room = Room(code, secrets.token_urlsafe(16))
        self._rooms[code] = room
        return room

    def join(self, code: Any, role: Any) -> tuple[Room, str]:
        """Return the room of a code and the new member's own key."""
        room = self.room(code)
        if role not in ROLES:
            raise no_such("role", str(role)[:40], ROLES)
        if len(room.members) >= limits.MOST_MEMBERS:
            raise refused("full", most=limits.MOST_MEMBERS)
        key = secrets.token_urlsafe(16)
        room.members[key] = role
        room.changed()
        return room, key

    def room(self, code: Any) -> Room:
        """Return the room of a code."""
        self._forget()
        found = self._rooms.get(code.strip().upper()) if isinstance(code, str) else None
        if found is None:
            raise refused("no_room")
        return found

    def lead(self, code: Any, key: str, change: Any) -> Room:
        """Change a round as its facilitator wishes: plan and budget, phase, decision, or the next round."""
        room = self.room(code)
        if not secrets.compare_digest(key, room.key):
            raise refused("not_leading")
        wish = mapping("change", change, ("plan", "budget", "phase", "decision", "next"))
        if "plan" in wish:
            affordable(read_request(wish["plan"]), wish.get("budget", room.budget))
            room.plan = wish["plan"]
        if "budget" in wish:
            room.budget = amount(wish["budget"])
        if "phase" in wish:
            if wish["phase"] not in PHASES:
                raise no_such("phase", str(wish["phase"])[:40], PHASES)
            room.phase = wish["phase"]
        if "decision" in wish:
            room.decision = sentence(wish["decision"])
        if wish.get("next") is True:
            next_round(room)
        room.changed()
        return room

    def guess(self, code: Any, key: str, given: Any) -> Room:
        """Keep a member's guesses, as long as the round is open."""
        room = self.room(code)
        if key not in room.members and key != room.key:
            raise refused("not_in_room")
        if room.phase != "predict":
            raise refused("revealed")
        found = mapping("guesses", given, ASKED)
        for guess in found.values():
            if guess not in GUESSES:
                raise no_such("guess", str(guess)[:40], GUESSES)
        room.guesses[key] = {str(asked): str(guess) for asked, guess in found.items()}
        room.changed()
        return room

    def _forget(self) -> None:
        """Drop rooms in which nothing has happened for hours."""
        oldest = time.monotonic() - 3600.0 * limits.ROOM_HOURS
        self._rooms = {code: room for code, room in self._rooms.items() if room.touched > oldest}


def next_round(room: Room) -> None:
    """Put a round on record and open the next."""
    done = {"round": room.number, "plan": room.plan, "counts": room.counts(), "decision": room.decision}
    room.past = [*room.past, done][-20:]
    room.number += 1
    room.phase, room.guesses, room.decision = "predict", {}, ""


def affordable(request: Request, budget: Any) -> None:
    """Refuse policies that cost more than the round's budget."""
    most = amount(budget)
    for policy in request.policies.values():
        dear = max([policy.euros, *(float(e["set"].get(EUROS, 0.0)) for e in policy.events if "set" in e)])
        if dear > most:
            raise refused("dear", label=policy.label or policy.regime, euros=f"{dear:.0f}", most=f"{most:.0f}")


EUROS = "funding.eur_per_migrant_year"


def amount(given: Any) -> float:
    """Return a budget in EUR per migrant and year."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 100_000:
        raise refused("budget")
    return float(given)


def sentence(given: Any) -> str:
    """Return a decision, a sentence or two."""
    if not isinstance(given, str) or len(given) > 500:
        raise refused("decision")
    return given
