"""A claim is a YAML file: whatever is wrong with it is said before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cohesion_sim.claims.claim import ARMS, YEAR, Arm, Claim, Measured
from cohesion_sim.config.library import is_path, names
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.config.records import number, whole
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.parameters import check_number
from cohesion_sim.resources import shipped
from cohesion_sim.strings import LANGUAGES
from cohesion_sim.variation import INSTRUMENTS, declared

GROUPS = ("regime", "funding", "context", "world")
KEYS = ("title", "says", "tested", "arms", "better", "over", "outcomes", "always", "break_even", "price", "months")


def shipped_claims() -> dict[str, Path]:
    """Return the files of the shipped claims by name."""
    return {path.stem: path for path in sorted((shipped("experiments") / "claims").glob("*.yaml"))}


def read_claim(reference: str) -> Claim:
    """Return a claim by its name or by the path of its file.

    Raises
    ------
    UserError
        If there is no such claim, or something is wrong with it.
    """
    if is_path(reference):
        path = Path(reference).expanduser()
    elif reference in shipped_claims():
        path = shipped_claims()[reference]
    else:
        raise unknown("claim", reference, [*shipped_claims(), "all"])
    try:
        return claim_of(path.stem, read_yaml(path))
    except UserError as error:
        said = str(error)
        raise UserError(said if said.startswith(str(path)) else f"{path}: {said}") from error


def claim_of(name: str, given: Mapping[str, Any]) -> Claim:
    """Return the claim that a mapping describes."""
    for key in given:
        if key not in KEYS:
            raise unknown("key of a claim", str(key), KEYS)
    for key in KEYS[:7]:
        if key not in given:
            raise UserError(f"{key} is missing; a claim has {', '.join(KEYS[:7])}")
    arms = {str(arm): arm_of(str(arm), values) for arm, values in group("arms", given["arms"]).items()}
    over = {str(key): levels(str(key), values) for key, values in group("over", given["over"]).items()}
    for key in GROUPS:
        if key not in over:
            raise UserError(f"over.{key} is missing; a claim is tested over {', '.join(GROUPS)}")
    return Claim(
        name=name,
        **{key: texts(key, given[key]) for key in KEYS[:3]},
        arms=arms,
        better=pairs(given["better"], arms),
        over=over,
        outcomes=outcomes_of(given["outcomes"]),
        always=numbers("always", given.get("always", {})),
        break_even=break_evens(given.get("break_even", []), over, arms),
        price=given.get("price", False) is True,
        months=whole("months", given.get("months", 120), 12, 600),
    )  # fmt: skip


def group(where: str, given: Any) -> dict[str, Any]:
    """Return a mapping that holds something."""
    if not isinstance(given, Mapping) or not given:
        raise UserError(f"{where} is {given!r}; it must be a group of keys")
    return {str(key): value for key, value in given.items()}


def listing(where: str, given: Any) -> list[Any]:
    """Return a list that holds something."""
    if not isinstance(given, list) or not given:
        raise UserError(f"{where} is {given!r}; it must be a list")
    return given


def texts(where: str, given: Any) -> dict[str, str]:
    """Return a text in every language."""
    said = group(where, given)
    if set(said) != set(LANGUAGES) or not all(isinstance(words, str) for words in said.values()):
        raise UserError(f"{where} must be a text in each of {', '.join(LANGUAGES)}")
    return said


def arm_of(name: str, given: Any) -> Arm:
    """Return an arm."""
    where = f"arms.{name}"
    values = group(where, given)
    known = ("title", "set", "shares", "until", "at")
    for key in values:
        if key not in known:
            raise unknown(f"key in {where}", key, known)
    shares = {
        key: number(f"{where}.shares.{key}", value, 0.0, 1.0) for key, value in dict(values.get("shares", {})).items()
    }
    for instrument in shares:
        if instrument not in INSTRUMENTS:
            raise unknown(f"instrument in {where}", instrument, INSTRUMENTS)
    return Arm(
        name=name,
        title=texts(f"{where}.title", values.get("title")),
        values=numbers(f"{where}.set", values.get("set", {})),
        shares=shares,
        until=whole(f"{where}.until", values["until"], 1, 600) if "until" in values else None,
        at=number(f"{where}.at", values["at"], -1e9, 1e9) if "at" in values else None,
    )


def numbers(where: str, given: Any) -> dict[str, float]:
    """Return numbers by dotted key, each checked against its declaration."""
    if not isinstance(given, Mapping):
        raise UserError(f"{where} is {given!r}; it must be a group of dotted keys with numbers")
    return {str(key): check_number(f"{where}.{key}", value, declared(str(key))) for key, value in given.items()}


def levels(key: str, given: Any) -> tuple[Any, ...]:
    """Return the levels of a factor."""
    values = listing(f"over.{key}", given)
    if key in GROUPS:
        for value in values:
            if not isinstance(value, str) or value not in names(key):
                raise unknown(f"{key} in over.{key}", str(value), names(key))
        return tuple(values)
    return tuple(check_number(f"over.{key}", value, declared(key)) for value in values)


def pairs(given: Any, arms: Mapping[str, Arm]) -> tuple[tuple[str, str], ...]:
    """Return which arm is claimed to be better than which."""
    found = []
    for each in listing("better", given):
        if not isinstance(each, Sequence) or isinstance(each, str) or len(each) != 2:
            raise UserError(f"better holds {each!r}; it must be pairs of arms, such as [with, without]")
        for arm in each:
            if arm not in arms:
                raise unknown("arm in better", str(arm), arms)
        found.append((str(each[0]), str(each[1])))
    return tuple(found)


def outcomes_of(given: Any) -> tuple[Measured, ...]:
    """Return the outcomes in which a claim must show."""
    return tuple(measured(f"outcomes[{n}]", each) for n, each in enumerate(listing("outcomes", given)))


def measured(where: str, given: Any) -> Measured:
    """Return an outcome with its direction and the smallest difference that matters."""
    values = group(where, given)
    for key in values:
        if key not in ("outcome", "of", "better", "smallest"):
            raise unknown(f"key in {where}", key, ("outcome", "of", "better", "smallest"))
    name = str(values.get("outcome"))
    if name not in OUTCOMES:
        raise unknown("outcome", name, OUTCOMES)
    direction = {"higher": 1, "lower": -1, None: OUTCOMES[name].direction}.get(values.get("better"), 0)
    if direction == 0:
        raise UserError(
            f"{where}.better must say which way is better, higher or lower, because {name} has no direction"
        )
    smallest = number(f"{where}.smallest", values.get("smallest"), 0.0, 1e9)
    return Measured(
        outcome=name, of=str(values.get("of", OUTCOMES[name].covers)), better=direction, smallest=smallest
    )  # fmt: skip


def break_evens(given: Any, over: Mapping[str, Any], arms: Mapping[str, Arm]) -> tuple[str, ...]:
    """Return what break-evens are looked for over."""
    found = [str(each) for each in (given if isinstance(given, list) else [given])]
    scales = [YEAR, ARMS, "funding", *(key for key in over if key not in GROUPS)]
    for each in found:
        if each not in scales:
            raise unknown("scale of a break-even", each, scales)
    if ARMS in found and any(arm.at is None for arm in arms.values()):
        raise UserError("break_even: arms needs at: in every arm, where it lies on the scale of its lever")
    return tuple(found)
