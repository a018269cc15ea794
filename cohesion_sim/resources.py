"""Scenarios, regimes and contexts are files; they lie beside the package in a checkout and inside it once installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """Return one of the shipped folders: ``configs``, ``scenarios`` or ``experiments``.

    Raises
    ------
    FileNotFoundError
        If the installation is broken and holds no such folder.
    """
    for root in (PACKAGE / "shipped", PACKAGE.parent):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(f"the installation of cohesion_sim holds no folder {folder}")


def shipped_files(folder: str) -> dict[str, Path]:
    """Return the YAML files of a shipped folder by name, in order of name."""
    return {path.stem: path for path in sorted(shipped(folder).glob("*.yaml"))}
