"""People are columns: one array an attribute, one row a person, a key that never changes.

A row is only a place in memory and is used again when somebody has left for good; a person's identity is her ``key``.
Children are persons too; outcomes are measured on adults.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Bytes, Codes, Flags, Keys, Rows
from cohesion_sim.chance import turn
from cohesion_sim.compiled import BLOCK, rows, rule

ASYLUM_SEEKER, IRREGULAR, TEMPORARY, PERMANENT, CITIZEN = range(5)
STATUSES = ("asylum_seeker", "irregular", "temporary", "permanent", "citizen")
ADULT = 18 * 12
"""Age in months from which a person is counted in the outcomes."""
RETIRED = 65 * 12
"""Age in months from which a person is no longer counted in the working age."""


DISABLED, MINORITY = 1, 2
"""Bits of ``special``."""
PROGRAMMES = 11
"""Number of personal programmes a person can stand in."""
LISTED = BLOCK + 1
"""Room for a list of rows of a block that is made without a branch: what does not belong there is written over."""


class Column(NamedTuple):
    """What a column holds."""

    name: str
    dtype: type[Any]
    low: float
    high: float
    unit: str
    who: str
    meaning: str


F, B, I1, U1, I2, I4, I8 = np.float32, np.bool_, np.int8, np.uint8, np.int16, np.int32, np.int64

COLUMNS = (
    Column("key", I8, 0, 2**62, "1", "all", "identity; every draw of a person is keyed by it"),
    Column("place", I4, 0, 2**31, "index", "all", "place of residence"),
    Column("address", I4, -1, 2**31, "index", "all", "address in the register of her place"),
    Column("group", I1, 0, 63, "index", "all", "0 for hosts, 1 … G for origin groups"),
    Column("generation", I1, 0, 2, "1", "all", "0 hosts, 1 born abroad, 2 born here to migrants"),
    Column("woman", B, 0, 1, "bool", "all", "is a woman"),
    Column("active", B, 0, 1, "bool", "all", "lives here now"),
    Column("founder", B, 0, 1, "bool", "all", "lived here as an adult at the start: the fixed cohort"),
    Column("status", I1, 0, 4, "code", "all", "asylum seeker 0, irregular 1, temporary 2, permanent 3, citizen 4"),
    Column("age", I2, 0, 1500, "months", "all", "age"),
    Column("months_since_arrival", I2, 0, 32000, "months", "migrants", "tenure"),
    Column("months_waited", U1, 0, 255, "months", "migrants", "time without access to work"),
    Column("sociability", U1, 0, 255, "ties", "all", "number of lasting ties that the person keeps up"),
    Column("education", F, 0, 1, "share", "all", "schooling, from none to a degree"),
    Column("vulnerability", F, 0, 1, "share", "migrants", "special needs"),
    Column(
        "special", U1, 0, 3, "bits", "migrants", "special circumstances: 1 a disability, 2 a minority in the minority"
    ),
    Column("language", F, 0, 1, "share", "all", "proficiency in the host language"),
    Column("employed", B, 0, 1, "bool", "all", "has work"),
    Column("exploited", B, 0, 1, "bool", "all", "has work without secure rights and is exploited in it"),
    Column("employability", F, 0, 1, "share", "all", "readiness for work, scarred by waiting and bans"),
    Column("wellbeing", F, 0, 1, "share", "all", "subjective well-being"),
    Column("housing", F, 0, 1, "share", "all", "adequacy of housing"),
    Column("health_access", F, 0, 1, "share", "all", "access to health care that works for her"),
    Column("warmth", F, 0, 1, "share", "all", "attitude to the other side, 1 minus prejudice"),
    Column("trust", F, 0, 1, "share", "all", "generalised trust in strangers"),
    Column("trust_institutions", F, 0, 1, "share", "all", "trust in public institutions"),
    Column("belonging", F, 0, 1, "share", "all", "sense of belonging to this society"),
    Column("solidarity", F, 0, 1, "share", "all", "readiness to share and to fund"),
    Column("heritage", F, 0, 1, "share", "migrants", "maintenance of the culture of origin"),
    Column("host_orientation", F, 0, 1, "share", "migrants", "participation in the culture of the hosts"),
    Column("threat_economic", F, 0, 1, "share", "hosts", "perceived economic threat"),
    Column("threat_cultural", F, 0, 1, "share", "hosts", "perceived cultural threat"),
    Column("discrimination", F, 0, 1, "share", "migrants", "perceived discrimination, slow mean of what happened"),
    Column("transnational", F, 0, 1, "share", "migrants", "connection to the place of origin"),
    Column("warmth_setpoint", U1, 0, 255, "1/255", "all", "lasting disposition that warmth returns to"),
    Column("trust_setpoint", U1, 0, 255, "1/255", "all", "the same of trust"),
    Column("trust_institutions_setpoint", U1, 0, 255, "1/255", "all", "the same of trust in institutions"),
    Column("belonging_setpoint", U1, 0, 255, "1/255", "all", "the same of belonging"),
    Column("solidarity_setpoint", U1, 0, 255, "1/255", "all", "the same of solidarity"),
    Column("heritage_setpoint", U1, 0, 255, "1/255", "migrants", "the same of heritage"),
    Column("host_orientation_setpoint", U1, 0, 255, "1/255", "migrants", "the same of host orientation"),
    Column("threat_economic_setpoint", U1, 0, 255, "1/255", "hosts", "the same of economic threat"),
    Column("threat_cultural_setpoint", U1, 0, 255, "1/255", "hosts", "the same of cultural threat"),
    Column("own_ties", U1, 0, 255, "ties", "all", "ties within the own group, this month"),
    Column("bridging_ties", U1, 0, 255, "ties", "all", "ties between host and migrant, this month"),
    Column("employed_ties", U1, 0, 255, "ties", "all", "ties to people in work, this month"),
    Column("peer_warmth", U1, 0, 255, "1/255", "all", "mean warmth of the own side among one's ties, this month"),
    Column("speaking_ties", U1, 0, 255, "1/255", "all", "mean proficiency of one's ties, this month"),
    Column("contact", F, -1, 1, "balance", "all", "mean valence of this month's encounters across sides"),
    Column("encounters", U1, 0, 255, "1", "all", "number of this month's encounters across sides"),
    Column("oriented", U1, 0, 255, "1/255", "migrants", "how far expectations were set right before departure"),
    Column("recognised", B, 0, 1, "bool", "migrants", "has foreign qualifications recognised"),
    Column("language_hours", U1, 0, 200, "hours/month", "migrants", "lessons received this month"),
    Column(
        "job_support", U1, 0, 255, "1/255", "migrants", "training and placement received this month, 255 a full place"
    ),
    Column("self_employment", U1, 0, 255, "1/255", "migrants", "the same of support for starting a business"),
    Column("mentoring", U1, 0, 255, "1/255", "migrants", "the same of mentoring in an intense pair"),
    Column("mixing", U1, 0, 255, "1/255", "migrants", "the same of volunteering and cultural activities"),
    Column("tutoring", U1, 0, 255, "1/255", "migrants", "the same of sport and tutoring"),
    Column("care", U1, 0, 255, "1/255", "migrants", "the same of health and psychological support"),
    Column("legal_support", U1, 0, 255, "1/255", "migrants", "the same of legal advice"),
    Column("housing_support", U1, 0, 255, "1/255", "migrants", "the same of help with housing"),
)

CATALOGUE = {column.name: column for column in COLUMNS}
ATTITUDES = (
    "warmth",
    "trust",
    "trust_institutions",
    "belonging",
    "solidarity",
    "heritage",
    "host_orientation",
    "threat_economic",
    "threat_cultural",
)
"""Columns of states with a lasting disposition; they stand side by side in the table, and so do their set points."""
KINDS = {kind: tuple(column.name for column in COLUMNS if column.dtype is kind) for kind in (F, B, I1, U1, I2, I4, I8)}
"""Names of the columns of each kind of number; they lie in one block of memory, one row of it a column."""
WHERE = {name: (kind, row) for kind, names in KINDS.items() for row, name in enumerate(names)}
"""Kind of each column and its row in the block."""
Blocks = dict[type[Any], NDArray[Any]]
"""Columns by kind of number, shape (columns of the kind, rows)."""
STATES = slice(KINDS[F].index(ATTITUDES[0]), KINDS[F].index(ATTITUDES[-1]) + 1)
SETPOINTS = slice(KINDS[U1].index(f"{ATTITUDES[0]}_setpoint"), KINDS[U1].index(f"{ATTITUDES[-1]}_setpoint") + 1)


class People:
    """The columns of all rows in use.

    Every name in :data:`COLUMNS` is an attribute: a NumPy array of shape ``(len(people),)``, a view that is valid until
    somebody arrives. ``stage``, of shape ``(len(people), PROGRAMMES)``, is where a person stands in each personal
    programme (see :mod:`cohesion_sim.policy.enrolment`). ``attitudes`` and ``setpoints``, shape (9, len(people)), are
    the columns of :data:`ATTITUDES` and their set points once more. Rows with ``active`` false are empty. ``blocks``
    holds all columns, with room for more rows.
    """

    key: NDArray[np.int64]
    place: NDArray[np.int32]
    address: NDArray[np.int32]
    group: NDArray[np.int8]
    generation: NDArray[np.int8]
    woman: NDArray[np.bool_]
    active: NDArray[np.bool_]
    founder: NDArray[np.bool_]
    status: NDArray[np.int8]
    age: NDArray[np.int16]
    months_since_arrival: NDArray[np.int16]
    months_waited: NDArray[np.uint8]
    sociability: NDArray[np.uint8]
    education: NDArray[np.float32]
    vulnerability: NDArray[np.float32]
    special: NDArray[np.uint8]
    language: NDArray[np.float32]
    employed: NDArray[np.bool_]
    exploited: NDArray[np.bool_]
    employability: NDArray[np.float32]
    wellbeing: NDArray[np.float32]
    housing: NDArray[np.float32]
    health_access: NDArray[np.float32]
    warmth: NDArray[np.float32]
    trust: NDArray[np.float32]
    trust_institutions: NDArray[np.float32]
    belonging: NDArray[np.float32]
    solidarity: NDArray[np.float32]
    heritage: NDArray[np.float32]
    host_orientation: NDArray[np.float32]
    discrimination: NDArray[np.float32]
    transnational: NDArray[np.float32]
    threat_economic: NDArray[np.float32]
    threat_cultural: NDArray[np.float32]
    warmth_setpoint: NDArray[np.uint8]
    trust_setpoint: NDArray[np.uint8]
    trust_institutions_setpoint: NDArray[np.uint8]
    belonging_setpoint: NDArray[np.uint8]
    solidarity_setpoint: NDArray[np.uint8]
    heritage_setpoint: NDArray[np.uint8]
    host_orientation_setpoint: NDArray[np.uint8]
    threat_economic_setpoint: NDArray[np.uint8]
    threat_cultural_setpoint: NDArray[np.uint8]
    own_ties: NDArray[np.uint8]
    bridging_ties: NDArray[np.uint8]
    employed_ties: NDArray[np.uint8]
    peer_warmth: NDArray[np.uint8]
    speaking_ties: NDArray[np.uint8]
    contact: NDArray[np.float32]
    encounters: NDArray[np.uint8]
    oriented: NDArray[np.uint8]
    recognised: NDArray[np.bool_]
    language_hours: NDArray[np.uint8]
    job_support: NDArray[np.uint8]
    self_employment: NDArray[np.uint8]
    mentoring: NDArray[np.uint8]
    mixing: NDArray[np.uint8]
    tutoring: NDArray[np.uint8]
    care: NDArray[np.uint8]
    legal_support: NDArray[np.uint8]
    housing_support: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    attitudes: NDArray[np.float32]
    setpoints: NDArray[np.uint8]

    def __init__(self, count: int) -> None:
        self._make(roomy(count))
        self._show(count)

    def __len__(self) -> int:
        return self._count

    def _make(self, room: int) -> None:
        self.blocks: Blocks = {kind: np.zeros((len(names), room), kind) for kind, names in KINDS.items()}
        self._stages = np.zeros((room, PROGRAMMES), np.uint8)

    def __getstate__(self) -> tuple[int, Blocks, Bytes]:
        """Return what a copy is made of; its columns are to be views of its own blocks."""
        return self._count, self.blocks, self._stages

    def __setstate__(self, state: tuple[int, Blocks, Bytes]) -> None:
        count, self.blocks, self._stages = state
        self._show(count)

    def _show(self, count: int) -> None:
        self._count = count
        self.stage = self._stages[:count]
        for kind, names in KINDS.items():
            vars(self).update(zip(names, self.blocks[kind][:, :count], strict=True))
        self.attitudes = self.blocks[F][STATES, :count]
        self.setpoints = self.blocks[U1][SETPOINTS, :count]

    def extend(self, extra: int) -> None:
        """Add ``extra`` empty rows at the end; where there is no room left, the arrays move to a larger one."""
        count, room = self._count + extra, self.room
        if count > room:
            blocks, stages = self.blocks, self._stages
            self._make(roomy(max(count, room + room // 8 + 64)))
            self._stages[:room] = stages
            for kind, block in blocks.items():
                self.blocks[kind][:, :room] = block
        self._show(count)

    @property
    def room(self) -> int:
        """Number of rows that fit before the arrays must grow."""
        return len(self._stages)

    def reorder(self, order: NDArray[np.int64]) -> None:
        """Put the rows in use in another order, ``order[k]`` first row ``k``."""
        self._stages[: self._count] = self._stages[order]
        for block in self.blocks.values():
            block[:, : self._count] = block[:, order]

    def snapshot(self) -> dict[str, NDArray[Any]]:
        """Return a copy of all columns."""
        return {name: getattr(self, name).copy() for name in (*CATALOGUE, "stage")}

    def bytes_per_person(self) -> float:
        """Return the bytes that one row of columns takes."""
        return float(PROGRAMMES + sum(len(names) * np.dtype(kind).itemsize for kind, names in KINDS.items()))


def column_of(blocks: Blocks, name: str) -> NDArray[Any]:
    """Return a column of blocks by its name."""
    kind, row = WHERE[name]
    column: NDArray[Any] = blocks[kind][row]
    return column


def roomy(count: int) -> int:
    """Return room for at least ``count`` rows: an odd number of times 64.

    The same row of different columns then lies in different sets of the processor's cache.
    """
    return 64 * (-(-count // 64) | 1)


@rule
def migrants_listed(first: Any, last: Any, active: Flags, group: Codes, who: Rows) -> int:
    """List the rows of a block in which a migrant lives, without a branch a row; return their number.

    ``who`` has room for one more than a block (:data:`LISTED`).
    """
    count = 0
    for i in rows(first, last):
        who[count] = i
        count += int(active[i] and group[i] > 0)
    return count


@rule
def turns_listed(
    first: Any, last: Any, active: Flags, people_key: Keys, period: int, month: int, who: Rows, keys: Keys
) -> int:
    """List the rows of a block whose turn it is this month, and their keys; return their number."""
    count = 0
    for i in rows(first, last):
        who[count] = i
        keys[count] = people_key[i]
        count += int(active[i] and turn(int(people_key[i]), period, month))
    return count
