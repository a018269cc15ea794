"""The first word says what to do; the rest goes to that verb as it stands.

Exit codes: 0 done, 2 something the user can mend (said in one sentence), 130 stopped by Ctrl-C, 143 by the system.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

from cohesion_sim.command import carried_out
from cohesion_sim.errors import UserError, unknown

VERBS = (
    "run",
    "compare",
    "report",
    "explain",
    "experiment",
    "analyse",
    "story",
    "claim",
    "square",
    "optimise",
    "survey",
    "trial",
    "validate",
    "calibrate",
    "evidence",
    "status",
    "retry",
    "verify",
    "query",
    "export",
    "convert",
    "diff",
    "preregister",
    "list",
    "check",
    "bench",
    "app",
)
ASKS_HELP = ("--help", "-h")


STOPPED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """The system asked the program to stop."""

    asked = False
    listening = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line says and return the exit code.

    Parameters
    ----------
    arguments
        Words after the program's name; those of the process if not given.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        Terminated.listening = os.getpid()
        signal.signal(signal.SIGTERM, terminate)
    try:
        with carried_out(words):
            code = dispatched(words)
        return TERMINATED if code == STOPPED and Terminated.asked else code
    except UserError as error:
        print(f"cohesion-sim: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("cohesion-sim: stopped; what was finished is kept", file=sys.stderr)
        return TERMINATED if Terminated.asked else STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def terminate(number: int, frame: FrameType | None) -> None:
    """Turn the system's signal into the same orderly stop as Ctrl-C; a forked process just ends."""
    if os.getpid() != Terminated.listening:
        os._exit(TERMINATED)
    Terminated.asked = True
    raise Terminated


def dispatched(words: list[str]) -> int:
    """Hand the rest of a command line to its verb."""
    if not words or words[0] in ASKS_HELP:
        from cohesion_sim.cli.usage import overview

        print(overview())
        return 0
    if words[0] in ("--version", "-V"):
        from importlib.metadata import version

        print(f"cohesion-sim {version('cohesion-sim')}")
        return 0
    if words[0] in ("-sc", "--shell-completion"):
        from cohesion_sim.cli.completion import complete

        return complete(words, VERBS)
    verb, rest = words[0], words[1:]
    if verb not in VERBS:
        raise unknown("verb", verb, VERBS)
    if any(word in ASKS_HELP for word in rest):
        from cohesion_sim.cli.usage import usage

        print(usage(verb))
        return 0
    code: int = import_module(f"cohesion_sim.cli.{verb}").main(rest)
    return code


if __name__ == "__main__":
    sys.exit(main())
