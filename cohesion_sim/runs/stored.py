"""A file appears under its name only when it is complete: written beside it, flushed, then renamed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd


def folder_for(place: str | os.PathLike[str]) -> Path:
    """Return a folder, made if need be.

    Raises
    ------
    UserError
        If nothing can be written there.
    """
    folder = Path(place)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"cannot write to {folder} ({reason}); give a folder that you may write to") from error


def whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file by ``write(temporary path)`` and rename it to ``path`` when it is on disk.

    Raises
    ------
    UserError
        If it cannot be written, for want of room for instance; nothing is left under ``path`` then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(temporary)
        with open(temporary, "rb+") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
        _on_disk(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"cannot write {path} ({reason}); give a folder with room that you may write to") from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _on_disk(folder: Path) -> None:
    """Make a renaming last; where a folder cannot be opened, the system does it by itself."""
    if os.name == "posix":
        entry = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def table(path: Path, frame: pd.DataFrame, csv: bool = False) -> list[Path]:
    """Write a table as Parquet, with checksums of its pages, and as CSV beside it if asked for.

    Measured numbers hardly ever come twice: a dictionary of them would double the time for a thirtieth of the room.
    """
    counted = [str(name) for name in frame.columns if frame[name].dtype.kind != "f"]
    settings: dict[str, Any] = {"write_page_checksum": True, "use_dictionary": counted}
    made = [whole(path, lambda at: frame.to_parquet(at, index=False, **settings))]
    if csv:
        made.append(whole(path.with_suffix(".csv"), lambda at: frame.to_csv(at, index=False)))
    return made


def document(path: Path, plain: Any) -> Path:
    """Write plain values as JSON."""
    return text(path, json.dumps(plain, indent=2, ensure_ascii=False) + "\n")


def text(path: Path, words: str) -> Path:
    """Write a text."""
    return whole(path, lambda at: _write_text(at, words))


def content(path: Path, written: bytes) -> Path:
    """Write bytes."""
    return whole(path, lambda at: _write_bytes(at, written))


def _write_bytes(at: Path, written: bytes) -> None:
    at.write_bytes(written)


def _write_text(at: Path, content: str) -> None:
    at.write_text(content, encoding="utf-8")
