"""Short names for the kinds of array that loops take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]
Bytes = NDArray[np.uint8]
Months = NDArray[np.int16]
Rows = NDArray[np.int32]
Keys = NDArray[np.int64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint32]
