"""A record of many numbers reaches a loop sealed, as one array: a tenth of the time of handing them over one by one.

The loop opens it first of all. From there on it is a named tuple, as it is for whoever calls the loop with one.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic, overload

R = TypeVar("R")


def sealed(record: R) -> R:
    """Return a named tuple of numbers as an array of one entry, with a field a number; loops take it for the tuple."""
    named: Any = record
    numbers: Any = np.array([tuple(named)], _kinds(named._fields, tuple(map(type, named))))
    return numbers  # type: ignore[no-any-return]  # it stands for what it is to be opened as


def opened(record: R) -> R:
    """Return a sealed record as a named tuple; one that is not sealed is returned as it is."""
    if not isinstance(record, np.ndarray):
        return record
    found: R = _named(record.dtype.names)(*record[0].item())
    return found


@cache
def _kinds(names: tuple[str, ...], kinds: tuple[type, ...]) -> np.dtype[Any]:
    return np.dtype(list(zip(names, kinds, strict=True)))


@cache
def _named(names: tuple[str, ...]) -> Any:
    return namedtuple("Opened", names)


@overload(opened, jit_options={"forceinline": True})
def _opened(record: Any) -> Any:
    def read(record: Any) -> Any:
        return _read(record)

    def same(record: Any) -> Any:
        return record

    return read if isinstance(record, types.Array) else same


def _numbers(typing: Any, record: Any) -> Any:
    """Compile to reading each field once."""
    names = tuple(record.dtype.fields)
    found = types.NamedTuple([record.dtype.typeof(name) for name in names], _named(names))

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        start = context.make_array(record)(context, builder, arguments[0]).data
        numbers = []
        for name, kind in zip(names, found.types, strict=True):
            place = cgutils.get_record_member(builder, start, record.dtype.offset(name), context.get_data_type(kind))
            numbers.append(context.unpack_value(builder, kind, place, 1))
        return context.make_tuple(builder, found, numbers)

    return found(record), generated


_read: Any = intrinsic(_numbers)
