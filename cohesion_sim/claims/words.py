"""An answer is told in a page: what the chapter says, how it was tested, the verdict, and the numbers that carry it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.claims import judging, turning
from cohesion_sim.claims.claim import YEAR, Claim
from cohesion_sim.numerals import digits_for, number
from cohesion_sim.strings import label, subgroup_label, text

if TYPE_CHECKING:
    from cohesion_sim.claims.answer import Answer

SECTIONS = {"regime": "regime", "funding": "funding", "context": "context", "world": "world"}


def told(answer: Answer, language: str) -> str:
    """Return the whole page."""
    claim = answer.claim
    parts = [
        f"# {claim.title[language]}",
        f"**{text('claim.says', language)}** {claim.says[language]}",
        f"**{text('claim.tested', language)}** {claim.tested[language]} {designed(answer, language)}",
        f"**{verdict_line(answer, language)}**",
        "\n".join(f"- {sentence(effects, claim, language)}" for effects in grouped(answer.effects)),
    ]
    further = [turned(found, claim, language) for found in answer.turns]
    further += [priced(found, claim, language) for found in answer.prices]
    further += [saved(found, claim, language) for found in answer.savings if math.isfinite(found.saving)]
    if further:
        parts.append("\n".join(f"- {each}" for each in further))
    parts.append(text("claim.caution", language))
    return "\n\n".join(parts)


def verdict_line(answer: Answer, language: str) -> str:
    """Return the verdict in one line: what it is, and on what it depends if it does."""
    kind, on, partly = answer.verdict
    said = text(f"claim.{kind}", language)
    if partly:
        said = text("claim.partly", language, verdict=said)
    if on:
        said = text("claim.depends_on", language, values=", ".join(factor_label(factor, language) for factor in on))
    return text("claim.verdict", language, verdict=said)


def designed(answer: Answer, language: str) -> str:
    """Return over what the claim was tested."""
    claim = answer.claim
    levels = " · ".join(
        text(
            "claim.listed", language, name=factor_label(factor, language),
            values=", ".join(level_label(factor, level, language) for level in each),
        )
        for factor, each in claim.over.items()
    )  # fmt: skip
    return text("claim.design", language, pairs=len(answer.pairs), levels=levels, years=claim.months // 12)


def factor_label(factor: str, language: str) -> str:
    """Return what a factor is called."""
    return label("factor", factor, language)


def level_label(factor: str, level: object, language: str) -> str:
    """Return what a level of a factor is called."""
    if factor in SECTIONS:
        return label(SECTIONS[factor], str(level), language)
    if factor == judging.ALL:
        return text("claim.all", language)
    value = float(str(level))
    return number(value, 0 if value == int(value) else 2, language)


def outcome_label(outcome: str, of: str, language: str) -> str:
    """Return an outcome with whom it is about: *Belonging, migrants*."""
    return f"{label('outcome', outcome, language)}, {subgroup_label(of, language)}"


def versus(claim: Claim, better: str, than: str, language: str) -> str:
    """Return which arm is compared with which."""
    one, other = claim.arms[better].title[language], claim.arms[than].title[language]
    return text("claim.versus", language, one=one, other=other)


def grouped(effects: Sequence[judging.Effect]) -> list[list[judging.Effect]]:
    """Return effects by pair of arms and outcome, that over all cells first."""
    groups: dict[tuple[str, ...], list[judging.Effect]] = {}
    for effect in effects:
        groups.setdefault(effect[:4], []).append(effect)
    return list(groups.values())


def sentence(effects: Sequence[judging.Effect], claim: Claim, language: str) -> str:
    """Return what was found for one pair of arms in one outcome."""
    overall = effects[0]
    said = text(
        "claim.found", language, versus=versus(claim, overall.better, overall.than, language),
        outcome=outcome_label(overall.outcome, overall.of, language), **sizes(overall, language),
        verdict=text(f"claim.{overall.verdict}", language),
    )  # fmt: skip
    others = [effect for effect in effects[1:] if effect.verdict != overall.verdict]
    listed = []
    for kind in (judging.HOLDS, judging.NEGLIGIBLE, judging.REVERSES, judging.CANNOT_TELL):
        named = [where(effect, language) for effect in others if effect.verdict == kind]
        if named:
            listed.append(f"{text(f'claim.{kind}', language)} ({', '.join(named)})")
    return f"{said} {text('claim.elsewhere', language, listed=', '.join(listed))}" if listed else said


def where(effect: judging.Effect, language: str) -> str:
    """Return the level that an effect is about."""
    said = level_label(effect.factor, effect.level, language)
    return said if effect.factor in SECTIONS else f"{factor_label(effect.factor, language)} {said}"


def sizes(effect: judging.Effect, language: str) -> dict[str, Any]:
    """Return the numbers of an effect as they are written."""
    digits = max(2, digits_for(max(abs(effect.smallest), abs(effect.gain)) if math.isfinite(effect.gain) else 1.0))
    shown = {name: number(getattr(effect, name), digits, language, signed=True) for name in ("gain", "low", "high")}
    return shown | {
        "smallest": number(effect.smallest, digits, language),
        "agreeing": number(100.0 * effect.agreeing, 0, language) if math.isfinite(effect.agreeing) else "–",
    }


def turned(found: turning.Turn, claim: Claim, language: str) -> str:
    """Return where a gain turns into a loss, or that it does not."""
    name = factor_label(found.scale, language)
    compared = versus(claim, found.better, found.than, language)
    sign = {1: "gain", -1: "loss", 0: "nothing"}
    if math.isnan(found.at):
        return text(
            "claim.no_turn", language, versus=compared, scale=name, sign=text(f"claim.{sign[found.above]}", language)
        )
    digits = 0 if found.scale == "funding" else 1 if found.scale == YEAR else 2
    at, low, high = (number(value, digits, language) for value in (found.at, found.low, found.high))
    return text(
        "claim.turn", language, versus=compared, scale=name, at=at, low=low, high=high,
        below=text(f"claim.{sign[found.below]}", language), above=text(f"claim.{sign[found.above]}", language),
        crossing=number(100.0 * found.crossing, 0, language),
    )  # fmt: skip


def priced(found: turning.Price, claim: Claim, language: str) -> str:
    """Return what a point costs under an arm."""
    arm = claim.arms[found.arm].title[language]
    outcome = outcome_label(found.outcome, found.of, language)
    if math.isnan(found.eur_per_point):
        return text("claim.no_price", language, arm=arm, outcome=outcome)
    euros = {name: number(getattr(found, name), 0, language) for name in ("eur_per_point", "low", "high")}
    return text("claim.price", language, arm=arm, outcome=outcome, **euros)


def saved(found: turning.Saving, claim: Claim, language: str) -> str:
    """Return how much cheaper a point is under one arm than under another."""
    shares = {
        name: number(100.0 * getattr(found, name), 1, language, signed=True) for name in ("saving", "low", "high")
    }  # fmt: skip
    return text(
        "claim.saving", language, versus=versus(claim, found.better, found.than, language),
        outcome=outcome_label(found.outcome, found.of, language), **shares,
    )  # fmt: skip
