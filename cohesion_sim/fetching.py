"""Far memory is asked for before it is needed: whoever waits for one row after the other waits most of the month.

A row that is asked for ahead is on its way while others are worked through. It changes no result: in plain Python, and
where a processor knows better, nothing happens.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, overload

AHEAD = np.uint64(32)
"""Rows between one that is worked on and the one that is asked for meanwhile."""


def fetch(column: Any, row: Any) -> None:
    """Ask for the first entry of a row of a column; a row beyond the end is no mistake."""


@overload(fetch, jit_options={"forceinline": True})
def _fetch(column: Any, row: Any) -> Any:
    def asked(column: Any, row: Any) -> None:
        prefetched(column, row)

    return asked


def _instruction(typing: Any, column: Any, row: Any) -> Any:
    """Compile to the processor's instruction, for reading and to the nearest cache."""

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, number = signature.args
        array = context.make_array(kind)(context, builder, arguments[0])
        first = context.cast(builder, arguments[1], number, types.intp)
        indices = [first] + [context.get_constant(types.intp, 0)] * (kind.ndim - 1)
        place = cgutils.get_item_pointer(context, builder, kind, array, indices)
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        asked = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        instruction = builder.module.declare_intrinsic("llvm.prefetch", [byte], asked)
        builder.call(instruction, [builder.bitcast(place, byte), word(0), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(column, row), generated


prefetched: Any = intrinsic(_instruction)
