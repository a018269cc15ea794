"""Each verb of the command line is a Hydra application, so overrides, ``--cfg job``, multirun and completion work.

Hydra's own folders and logs are switched off: a verb decides where its results go.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode

from cohesion_sim.config.composition import explained, plain, store
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.overrides import parts, prepared
from cohesion_sim.errors import UserError

VALUED = ("--cfg", "-c", "--package", "-p", "--info", "-i", "--experimental-rerun", "--shell-completion", "-sc")
"""Flags of Hydra's that may be followed by a value."""


@dataclass(frozen=True)
class Order:
    """What a verb is asked to do.

    Attributes
    ----------
    configuration
        The composed configuration, without the verb's own keys.
    own
        The verb's own keys, such as ``replicates``.
    overrides
        Settings as the user wrote them, without the verb's own.
    job
        Number of the run in a multirun, or None.
    """

    configuration: Mapping[str, Any]
    own: Mapping[str, Any]
    overrides: tuple[str, ...]
    job: int | None


def apply(verb: str, own: Mapping[str, Any], work: Callable[[Order], int], arguments: Sequence[str]) -> int:
    """Run a verb as a Hydra application and return its exit code.

    Parameters
    ----------
    verb
        Its name.
    own
        Keys that only this verb has, with their defaults.
    work
        What to do with each composed configuration; returns an exit code.
    arguments
        The rest of the command line.

    Raises
    ------
    UserError
        For settings that cannot be composed.
    """
    os.environ["HYDRA_FULL_ERROR"] = "1"
    known = {**tree(), **own}
    primary = f"cohesion_sim_{verb}"
    store({**known, "hydra": quiet(verb)}, primary, SILENT)
    codes: list[int] = []
    errors: list[UserError] = []

    def task(configuration: Any) -> None:
        try:
            codes.append(work(order(configuration, own)))
        except UserError as error:
            errors.append(error)

    sys.argv = [f"cohesion-sim {verb}", *settled(arguments, known)]
    try:
        hydra.main(version_base="1.3", config_path=None, config_name=primary)(task)()
    except HydraException as error:
        raise explained(error) from error
    if errors:
        raise UserError("\n".join(dict.fromkeys(str(error) for error in errors)))
    return max(codes, default=0)


def quiet(verb: str) -> dict[str, Any]:
    """Return Hydra's own settings: it changes no folder and leaves nothing but the record of a multirun."""
    stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    return {
        "run": {"dir": "."},
        "sweep": {"dir": f"outputs/{verb}/multirun/{stamp}", "subdir": "."},
        "output_subdir": None,
        "job": {"chdir": False, "name": verb},
    }


SILENT = ({"override hydra/job_logging": "none"}, {"override hydra/hydra_logging": "none"})


def settled(arguments: Sequence[str], known: Mapping[str, Any]) -> list[str]:
    """Return the command line with settings checked and Hydra's flags as they are."""
    result: list[str] = []
    for argument in arguments:
        flag = argument.startswith("-") or (bool(result) and result[-1] in VALUED)
        result += [argument] if flag else prepared([argument], known)
    return result


def order(configuration: Any, own: Mapping[str, Any]) -> Order:
    """Return what a composed configuration asks of a verb."""
    values = plain(configuration)
    state = HydraConfig.get()
    mine = {key: values.pop(key) for key in own}
    settings = tuple(each for each in state.overrides.task if parts(each)[1].partition(".")[0] not in own)
    return Order(values, mine, settings, state.job.num if state.mode == RunMode.MULTIRUN else None)
