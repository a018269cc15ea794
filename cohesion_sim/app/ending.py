"""A worker ends with the workshop, however that ends: even killed outright, it leaves no process behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import wait


def begin(prepare: Callable[[], None]) -> None:
    """Make a fresh worker ready, with an eye on the process that started it."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    prepare()


def end_with_parent() -> None:
    """Wait until the process that started this one is gone, then end at once, whatever is being computed."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
