"""A folder of handed-in files becomes one table and one figure; a file that is no hand-in is left out with a word.

Files come from many hands: each is small, is data only, and is checked number by number before it is believed.
"""

from __future__ import annotations

import json
import math
import os
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.classroom.handing_in import COMPARISON, FORMAT, LONGEST, MARK, RUN, TRIAL, Row
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.runs.provenance import model_version

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES, MOST_FILES, MOST_ROWS = 65_536, 500, 200
TEXTS = ("student", "model_version", "kind", "configuration")
COLUMNS = ("student", "kind", *Row._fields, "seed", "replicates", "model_version", "configuration", "file")


@dataclass
class Gathered:
    """The work of a class.

    Attributes
    ----------
    table
        One row a student and number: ``student``, ``kind`` (``"run"``, ``"comparison"`` or ``"trial"``), ``outcome``,
        ``subgroup``, ``scenario``, ``baseline``, ``value``, ``low``, ``high``, ``truth`` (see
        :class:`~cohesion_sim.classroom.handing_in.Row`), ``seed``, ``replicates``, ``model_version``,
        ``configuration`` (a hash: equal where the same was run), ``file``.
    refused
        Files that were left out, one sentence each.
    doubts
        What should be known before rows are compared, one sentence each.
    """

    table: pd.DataFrame
    refused: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def of(self, outcome: str = "belonging", subgroup: str | None = None, scenario: str | None = None) -> pd.DataFrame:
        """Return the rows of one outcome of one subgroup, one a file, comparable with one another.

        Parameters
        ----------
        outcome
            Which outcome.
        subgroup
            ``"migrants"``, ``"hosts"`` or ``"everybody"``, or who was enrolled in a trial; the first there is if not
            given.
        scenario
            Which scenario or treatment, where the files hold several.

        Raises
        ------
        UserError
            If there are no such rows, or they answer different questions.
        """
        found = self.table
        for column, wanted in (("outcome", outcome), ("scenario", scenario), ("subgroup", subgroup)):
            if column == "subgroup" and wanted is None:
                wanted = "migrants" if "migrants" in set(found["subgroup"]) else str(found["subgroup"].iloc[0])
            if wanted is not None:
                if wanted not in set(found[column]):
                    raise unknown(f"{column} among what was handed in", wanted, found[column].unique())
                found = found[found[column] == wanted]
        questions = found[["kind", "scenario", "baseline"]].drop_duplicates()
        if len(questions) > 1:
            raise UserError(
                f"what was handed in answers {len(questions)} questions ({', '.join(found['scenario'].unique())}); "
                "choose one with scenario="
            )
        return found

    def plot(
        self, outcome: str = "belonging", subgroup: str | None = None, language: str = "en", scenario: str | None = None
    ) -> Any:
        """Return a matplotlib figure of :meth:`of`: one row a student, with the interval she found."""
        return import_module("cohesion_sim.plots").students(self.of(outcome, subgroup, scenario), language)


def gather(folder: str | os.PathLike[str]) -> Gathered:
    """Return what is in the handed-in files (``*.json``) of a folder.

    Files that are no hand-ins are left out and named in ``refused``; files of another version of the model are kept
    and named in ``doubts``; both are also shown as warnings.

    Raises
    ------
    UserError
        If there is no such folder, or no file in it can be used.
    """
    import pandas as pd

    place = Path(folder)
    if not place.is_dir():
        raise UserError(f"{place}: there is no such folder")
    files = sorted(place.glob("*.json"))[: MOST_FILES + 1]
    if len(files) > MOST_FILES:
        raise UserError(f"{place}: there are more than {MOST_FILES} files; give the folder of one class")
    rows: list[dict[str, Any]] = []
    refused: list[str] = []
    for file in files:
        try:
            rows += read(file)
        except UserError as error:
            refused.append(str(error))
    if not rows:
        raise UserError(refused[0] if refused else f"{place}: there is no file that was handed in (*.json)")
    found = Gathered(pd.DataFrame(rows, columns=list(COLUMNS)), refused, doubts(rows))
    for sentence in (*found.refused, *found.doubts):
        warnings.warn(sentence, stacklevel=2)
    return found


def read(file: Path) -> list[dict[str, Any]]:
    """Return the rows of one file.

    Raises
    ------
    UserError
        If it is not a file made by :func:`~cohesion_sim.classroom.handing_in.hand_in`, in one sentence.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        given = json.loads(content.decode("utf-8")) if len(content) <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        given = None
    if not isinstance(given, Mapping) or given.get("file") != MARK:
        raise UserError(f"{file.name}: this is no handed-in file; it is left out")
    if given.get("format") != FORMAT:
        raise UserError(
            f"{file.name}: format {given.get('format')!r} is unknown here (known: {FORMAT}); it is left out"
        )
    for key in TEXTS:
        if not isinstance(given.get(key), str) or not 0 < len(given[key]) <= LONGEST:
            raise UserError(f"{file.name}: {key} is missing or no short text; it is left out")
    if given["kind"] not in (RUN, COMPARISON, TRIAL):
        raise UserError(f"{file.name}: kind is {given['kind']!r}; it is left out")
    rows = given.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise UserError(f"{file.name}: rows must be a list of 1 to {MOST_ROWS} numbers with names; it is left out")
    about = {key: given[key] for key in TEXTS}
    about |= {key: counted(file, key, given.get(key)) for key in ("seed", "replicates")} | {"file": file.name}
    return [checked(file, row)._asdict() | about for row in rows]


def counted(file: Path, key: str, value: Any) -> int | None:
    """Return a whole number, or None."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**32):
        raise UserError(f"{file.name}: {key} is {value!r}; it must be a whole number; it is left out")
    return value


def checked(file: Path, given: Any) -> Row:
    """Return a row of a file, its names texts and its numbers finite."""
    if not isinstance(given, Mapping) or set(given) != set(Row._fields):
        raise UserError(f"{file.name}: a row does not have the keys {', '.join(Row._fields)}; it is left out")
    row = Row(**given)
    for key, value in row._asdict().items():
        if key in ("outcome", "subgroup", "scenario", "baseline"):
            right = isinstance(value, str) and len(value) <= 2 * LONGEST
        elif value is None:
            right = key != "value"
        else:
            right = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not right:
            raise UserError(f"{file.name}: {key} is {str(value)[:40]!r}, which it cannot be; it is left out")
    return row


def doubts(rows: list[dict[str, Any]]) -> list[str]:
    """Return what should be known before rows are compared: other versions of the model, names given twice."""
    of_file, here = {row["file"]: row for row in rows}, model_version()
    said = [
        f"{file}: made with model version {row['model_version']}, and this is {here}; numbers may differ for that alone"
        for file, row in of_file.items()
        if row["model_version"] != here
    ]
    twice = [name for name, times in Counter(row["student"] for row in of_file.values()).items() if times > 1]
    return said + [f"{name} handed in more than one file; all are shown" for name in twice]
