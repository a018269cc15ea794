"""A file of a user's is data and small: no code, no references, no doubled keys, and nothing is guessed.

``NO`` stays a word and ``12:30:00`` stays a word, so that a name is never turned into ``False`` or a number of seconds.
Limits are counted while the text is scanned, before anything is built from it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from cohesion_sim.errors import UserError

MOST_BYTES = 262_144
MOST_NODES = 20_000
MOST_DEPTH = 12

FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads several times faster where PyYAML was built with it, and lets a few mistakes pass."""

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
WORDS: dict[str, Any] = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}


def read_yaml(path: Path, *, shipped: bool = False) -> dict[str, Any]:
    """Return the mapping that a YAML file holds.

    Parameters
    ----------
    shipped
        Whether the file is one of ours, which is known to be well formed.

    Raises
    ------
    UserError
        If the file is missing, too large, no text, malformed (with line and column), or uses what is refused.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path}: the file cannot be read ({error.strerror})") from error
    if len(content) > MOST_BYTES:
        raise UserError(f"{path}: the file is larger than {MOST_BYTES // 1024} KiB, too large for a description")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: the file is not text in UTF-8") from error
    return parsed(text, str(path), FAST if shipped else yaml.SafeLoader)


def parsed(text: str, where: str, loader: Any = yaml.SafeLoader) -> dict[str, Any]:
    """Return the mapping that a YAML text holds; ``where`` names it in errors."""
    try:
        survey(text, where, loader)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        problem = error.problem or "malformed YAML"
        raise UserError(f"{where}{place(error.problem_mark)}: malformed YAML, {problem}") from error
    except yaml.YAMLError as error:
        raise UserError(f"{where}: malformed YAML, {str(error).splitlines()[0]}") from error
    value = {} if root is None else built(root, where)
    if not isinstance(value, dict):
        raise UserError(f"{where}: the file must hold keys with values, such as 'months: 120'")
    return value


def place(mark: Any) -> str:
    """Return where in a text a mark stands, counted from 1."""
    return "" if mark is None else f", line {mark.line + 1}, column {mark.column + 1}"


def survey(text: str, where: str, loader: Any) -> None:
    """Refuse aliases, merge keys, tags, several documents, and more nodes or depth than a description needs."""
    nodes = depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        here = f"{where}{place(event.start_mark)}"
        documents += isinstance(event, yaml.DocumentStartEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            raise UserError(f"{here}: the file holds more than one document; keep the first and drop the '---'")
        if nodes > MOST_NODES:
            raise UserError(f"{here}: the file holds more than {MOST_NODES} values")
        if depth > MOST_DEPTH:
            raise UserError(f"{here}: values are nested deeper than {MOST_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UserError(f"{here}: anchors and aliases (& and *) are not allowed; write the value out")
        tag = getattr(event, "tag", None)
        if tag:
            raise UserError(f"{here}: the tag {tag} is not allowed; a file holds values, not code")


def built(node: yaml.Node, where: str) -> Any:
    """Return the value of a node."""
    if isinstance(node, yaml.SequenceNode):
        return [built(entry, where) for entry in node.value]
    if not isinstance(node, yaml.MappingNode):
        return scalar(node, where)
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        here = f"{where}{place(key.start_mark)}"
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            raise UserError(f"{here}: a key must be a word")
        if key.value == "<<" and not key.style:
            raise UserError(f"{here}: merge keys (<<) are not allowed; write the values out")
        if key.value in mapping:
            raise UserError(f"{here}: the key '{key.value}' is given twice")
        mapping[key.value] = built(value, where)
    return mapping


def scalar(node: yaml.Node, where: str) -> Any:
    """Return a word, a number, true, false or nothing; only what is plainly one of these is taken for it."""
    text = str(node.value)
    if "${" in text or text == "???":
        raise UserError(f"{where}{place(node.start_mark)}: '{text}' refers to something else; write the value out")
    if getattr(node, "style", None):
        return text
    if text in WORDS:
        return WORDS[text]
    if WHOLE.match(text):
        return int(text) if len(text) < 20 else float(text)
    if DECIMAL.match(text) and not LEADING_ZERO.match(text):
        return float(text)
    return text
