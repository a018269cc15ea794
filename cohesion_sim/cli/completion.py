"""Tab completion is Hydra's, with the verb taken out of the line before Hydra sees it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

APPLICATIONS = ("run", "compare", "square", "optimise", "story")


def complete(words: list[str], verbs: Sequence[str]) -> int:
    """Answer a shell that asks for completions, or print the lines that teach it to ask.

    Parameters
    ----------
    words
        ``["-sc", "install=bash"]`` or ``["-sc", "query=bash"]``, the line itself in ``COMP_LINE``.
    verbs
        All verbs.
    """
    line = os.environ.get("COMP_LINE", "")
    typed = line.split()
    if not any(word.startswith("query=") for word in words):
        return asked("run", words)
    if len(typed) < 2 or (len(typed) == 2 and not line.endswith(" ")):
        begun = typed[1] if len(typed) == 2 else ""
        print("\n".join(verb for verb in verbs if verb.startswith(begun)))
        return 0
    verb = typed[1]
    if verb not in APPLICATIONS:
        return 0
    os.environ["COMP_LINE"] = line.replace(f" {verb}", "", 1)
    if "COMP_POINT" in os.environ:
        os.environ["COMP_POINT"] = str(max(0, int(os.environ["COMP_POINT"]) - len(verb) - 1))
    return asked(verb, words)


def asked(verb: str, words: list[str]) -> int:
    """Let a verb's application answer."""
    code: int = import_module(f"cohesion_sim.cli.{verb}").main(words)
    return code
