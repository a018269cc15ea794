"""The same configurations run in processes that compute in other ways: all must agree bit by bit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.digests import Months

ROOT = Path(__file__).resolve().parents[1]

PLAIN = {"NUMBA_DISABLE_JIT": "1"}
"""Plain Python: the reference."""


def other_vector_units() -> dict[str, str]:
    """Return an environment that switches off what this processor has beyond the baseline, for all who compute."""
    found: list[str] = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return {
        "NPY_DISABLE_CPU_FEATURES": " ".join(found),
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-FMA,-FMA4,-AVX",
        "NUMBA_CPU_NAME": "generic",
        "NUMBA_CPU_FEATURES": "",
    }


class Run:
    """A process that computes the digests of configurations ``low`` to ``high``."""

    def __init__(self, low: int, high: int, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore::ImportWarning", "-m", "tests.digests", str(low), str(high)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def digests(self) -> dict[int, Months]:
        """Wait for the process and return what it found, by number of the configuration."""
        out, err = self._process.communicate()
        if self._process.returncode != 0:
            raise AssertionError(f"the process failed:\n{err[-3000:]}")
        return {int(number): months for number, months in json.loads(out).items()}
