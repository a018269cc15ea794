"""A result says what made it: the configuration and its hash, the seed, the versions, the machine and the time.

    run id = hash of (configuration, seed, model version)

Names and texts of a scenario are left out of the hash: they change no number.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from cohesion_sim.command import command
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.scenario import Scenario
from cohesion_sim.sources import PACKAGE, model_digest

TEXTS = frozenset({"name", "title", "about", "story", "sources", "assumed", "baseline", "resolved", "seed"})
DIGITS = 16
"""Hexadecimal digits of a hash that are kept."""
DEPENDENCIES = ("numpy", "numba", "pandas", "pyarrow", "scipy", "networkx", "mesa", "hydra-core")


def plain(value: Any) -> Any:
    """Return a record, nested as it may be, as dictionaries, lists, numbers and texts."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {"mechanism": value.name, **own_code(type(value))} if isinstance(value, Mechanism) else {}
        return named | {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(entry) for entry in value]
    return value


def own_code(cls: type) -> dict[str, str]:
    """Return a hash of the source of a user's own mechanism: two rules of one name are two runs. Ours are versioned."""
    if cls.__module__.partition(".")[0] == PACKAGE.name:
        return {}
    module = inspect.getmodule(cls)
    try:
        source = inspect.getsource(cls if module is None or not hasattr(module, "__file__") else module)
    except (OSError, TypeError):
        return {"code": "unknown"}
    return {"code": digest(source)}


def configuration(scenario: Scenario) -> dict[str, Any]:
    """Return everything in a scenario that decides a run, as plain values; of a network's file, what it holds."""
    found = {item.name: plain(getattr(scenario, item.name)) for item in fields(scenario) if item.name not in TEXTS}
    if scenario.network.source == "file":
        found["network"]["path"] = hashlib.sha256(Path(scenario.network.path).read_bytes()).hexdigest()
    return found


def digest(content: Any) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of plain values in canonical form."""
    return hashlib.sha256(canonical(content)).hexdigest()[:DIGITS]


def canonical(content: Any) -> bytes:
    """Return plain values as JSON in the one form that is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str).encode()


@cache
def version(package: str) -> str:
    """Return the version of an installed package, empty if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


@cache
def model_version() -> str:
    """Return the version of the model: that of the package, and a hash of the sources that decide a result."""
    return f"{version('cohesion-sim')}+{model_digest()[:12]}"


def run_id(scenario: Scenario, seed: int) -> str:
    """Return the identity of a run: equal if, and only if, configuration, seed and model are."""
    return identity(configuration(scenario), seed)


def identity(configured: dict[str, Any], seed: int) -> str:
    """Return the identity of the run of a scenario whose configuration is known."""
    return identities(configured, [seed])[0]


def identities(configured: dict[str, Any], seeds: Iterable[int]) -> list[str]:
    """Return the identities of its runs with several seeds: the digest of configuration, seed and model version.

    The configuration is written out and hashed once.
    """
    begun = hashlib.sha256(b"[" + canonical(configured))
    found = []
    for seed in seeds:
        each = begun.copy()
        each.update(b",%b,%b]" % (canonical(seed), canonical(model_version())))
        found.append(each.hexdigest()[:DIGITS])
    return found


@cache
def git_state() -> dict[str, Any]:
    """Return commit and cleanness of the checkout that the package runs from; empty if it is installed otherwise."""
    if not (PACKAGE.parent / ".git").exists():
        return {}
    try:
        commit = _git("rev-parse", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", PACKAGE.name)
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": commit, "clean": not changed}


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=PACKAGE.parent, capture_output=True, text=True, timeout=10, check=True)
    return done.stdout.strip()


def surroundings() -> dict[str, Any]:
    """Return command, versions, git state and machine."""
    return {
        "command": command(),
        "model_version": model_version(),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in DEPENDENCIES},
        },
        "git": git_state(),
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
    }


def now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
