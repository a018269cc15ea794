"""Any form of governance and any division of the budget may be drawn, limits included."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import INSTRUMENTS, Instruments

SHARES = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0, width=32))
LEVERS = (
    "decentralised", "coordination", "standards", "evaluation", "exchange", "accreditation", "need_based",
    "flexibility", "cofinancing",
)  # fmt: skip


@st.composite
def governances(draw: Any) -> Governance:
    """Draw a form of governance."""
    cuts = sorted([draw(SHARES), draw(SHARES), draw(SHARES)])
    sources = {"own_revenue": cuts[0], "borrowing": cuts[1] - cuts[0], "partnership": cuts[2] - cuts[1]}
    return Governance(**sources, **{name: draw(SHARES) for name in LEVERS})


@st.composite
def budgets(draw: Any) -> Instruments:
    """Draw shares of the budget, of all of it or of less, some of them 0."""
    weights = [draw(SHARES) for _ in INSTRUMENTS]
    scale = draw(st.sampled_from([1.0, 0.6])) / max(1.0, sum(weights))
    return Instruments(**{name: weight * scale for name, weight in zip(INSTRUMENTS, weights, strict=True)})
