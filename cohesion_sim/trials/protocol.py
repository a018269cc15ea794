"""A protocol fixes a trial before it begins: what is given to whom, how arms are made, when is measured."""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.survey.items import ITEMS
from cohesion_sim.trials.treatments import ELIGIBLE, PROGRAMME, TREATMENTS, Treatment

INDIVIDUAL, CLUSTER, CUTOFF, DIFFERENCES = "individual", "cluster", "cutoff", "differences"
DESIGNS = (INDIVIDUAL, CLUSTER, CUTOFF, DIFFERENCES)
RUNNING = ("education", "language", "age", "months_since_arrival", "vulnerability", "wellbeing")
OUTCOMES = tuple(item.name for item in ITEMS)


@dataclass(frozen=True)
class Protocol:
    """The plan of a trial.

    Attributes
    ----------
    treatment
        Name of what is given (:data:`~cohesion_sim.trials.treatments.TREATMENTS`).
    outcome
        Question of the survey that measures its effect.
    design
        ``"individual"`` or ``"cluster"`` (places) randomisation; ``"cutoff"``: those below a value of ``running`` are
        treated; ``"differences"``: the places with most migrants are treated, and changes are compared.
    eligible
        Who is enrolled; whom the treatment is meant for if empty.
    start, window
        First month of enrolment, and how many months it lasts.
    months
        How long each person is treated.
    follow
        Months from the start to the measurement.
    share
        Share of persons or places in the treated arm.
    dose
        How much is given; a full dose if None.
    running, cutoff, bandwidth
        The variable of a cut-off design, where it cuts (the median of the enrolled if None), and how near to it persons
        count (a rule of thumb if None).
    """

    treatment: str
    outcome: str
    design: str = INDIVIDUAL
    eligible: str = ""
    start: int = 24
    window: int = 1
    months: int = 6
    follow: int = 12
    share: float = 0.5
    dose: float | None = None
    running: str = "education"
    cutoff: float | None = None
    bandwidth: float | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be carried out."""
        for what, name, known in (
            ("treatment", self.treatment, TREATMENTS),
            ("outcome of a trial", self.outcome, OUTCOMES),
            ("design of a trial", self.design, DESIGNS),
            ("running variable", self.running, RUNNING),
            ("population of a trial", self.population, ELIGIBLE),
        ):
            if name not in known:
                raise unknown(what, str(name), known)
        for name, low, high in (("start", 1, 1200), ("window", 1, 240), ("months", 1, 1200), ("follow", 1, 1200)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise UserError(f"trial: {name} is {value!r}; it must be a whole number of months from {low} to {high}")
        if self.window > self.follow:
            raise UserError(f"trial: window is {self.window}; it must not be longer than follow, {self.follow}")
        if not 0.0 < self.share < 1.0:
            raise UserError(f"trial: share is {self.share!r}; it must lie between 0 and 1")
        if self.gives.kind == PROGRAMME and self.design not in (CLUSTER, DIFFERENCES):
            raise UserError(
                f"trial: {self.treatment} is given to places; it needs design=cluster or design=differences"
            )

    @property
    def gives(self) -> Treatment:
        """What is given."""
        return TREATMENTS[self.treatment]

    @property
    def amount(self) -> float:
        """How much is given."""
        return self.gives.dose if self.dose is None else self.dose

    @property
    def population(self) -> str:
        """Who is enrolled."""
        if self.eligible or self.treatment not in TREATMENTS:
            return self.eligible
        return self.gives.eligible

    @property
    def measured(self) -> int:
        """Month of the measurement."""
        return self.start + self.follow
