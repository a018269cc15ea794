"""Nothing enters a column that it does not allow: kind and range are checked where a value comes from outside."""

from __future__ import annotations

from numbers import Real

import numpy as np

from cohesion_sim.errors import UserError, out_of_range
from cohesion_sim.state.people import Column


def admitted(where: str, column: Column, value: object) -> float | int | bool:
    """Return a value as its column keeps it.

    Parameters
    ----------
    where
        What to call the value in an error, e.g. ``"agent.trust"``.
    column
        The column, with its kind and range.
    value
        A number, or for a column of flags true, false, 1 or 0.

    Raises
    ------
    UserError
        If the value is of another kind, not finite, or outside the range.
    """
    flag = isinstance(value, bool | np.bool_)
    if column.dtype is np.bool_:
        if flag or (isinstance(value, Real) and value in (0, 1)):
            return bool(value)
        raise UserError(f"{where} is {value!r}; it must be true or false")
    if flag or not isinstance(value, Real):
        raise UserError(f"{where} is {value!r}; it must be a number in [{column.low:g}, {column.high:g}]")
    number = value if isinstance(value, int) else float(value)
    if not column.low <= number <= column.high:  # neither is what is not a number
        raise out_of_range(where, value, column.low, column.high)
    if np.issubdtype(column.dtype, np.floating):
        return float(number)
    if number != int(number):
        raise UserError(f"{where} is {value}; it must be a whole number in [{column.low:g}, {column.high:g}]")
    return int(number)
