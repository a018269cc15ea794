"""Hydra composes what we have read and checked: each file becomes an entry of its store, a scenario chooses the groups.

The primary configuration holds every key with its default, then the groups ``regime``, ``funding``, ``context``,
``network`` and ``world``, then the scenario, whose values stand above those of the groups that it chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydra import compose, initialize
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import ConfigCompositionException, HydraException, MissingConfigException, OverrideParseException
from omegaconf import OmegaConf

from cohesion_sim.config.defaults import GROUPS, RECORDS, tree
from cohesion_sim.config.keys import merged
from cohesion_sim.config.library import Entry, complete, entry, names
from cohesion_sim.config.reading import read_yaml
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.resources import shipped

PRIMARY = "cohesion_sim"
MERGED = ("mechanisms", *RECORDS)
setattr(ConfigStore.instance(), "__deepcopy__", lambda _: ConfigStore.instance())  # noqa: B010  # or each composition copies all
_stored: set[object] = set()
_written: dict[str, tuple[str, ...]] = {}
"""The mechanisms for which the shipped files and each primary configuration were last put into Hydra's store."""


def store(known: Mapping[str, Any], primary: str = PRIMARY, defaults: Sequence[Any] = ()) -> None:
    """Put a primary configuration and all shipped files into Hydra's store, once for the mechanisms there are.

    Parameters
    ----------
    known
        All keys, nested, with their defaults.
    primary
        Name of the primary configuration.
    defaults
        Further entries of its defaults list.
    """
    mechanisms = tuple(MECHANISMS)
    if _written.get("files") != mechanisms:
        for group in (*GROUPS, "scenario"):
            for name in names(group):
                put(group, name, entry(group, name))
        _written["files"] = mechanisms
    if _written.get(primary) != mechanisms:
        first = read_yaml(shipped("configs") / "config.yaml", shipped=True)
        groups = [{group: first.pop(group)} for group in GROUPS]
        body = {key: value for key, value in merged(known, first).items() if key not in GROUPS}
        listing = ["_self_", *groups, {"scenario": None}, *defaults]
        ConfigStore.instance().store(name=primary, node={"defaults": listing, **body})
        _written[primary] = mechanisms


def put(group: str, name: str, found: Entry) -> None:
    """Put a file into Hydra's store under a name."""
    shop = ConfigStore.instance()
    if group == "scenario":
        defaults = [{f"override /{other}": chosen(other, choice)} for other, choice in found.choices.items()]
        node = {"defaults": ["_self_", *defaults], **found.values}
        shop.store(group=group, name=name, node=node, package="_global_")
    else:
        package = "_global_" if group == "world" else group
        shop.store(group=group, name=name, node=complete(group, found), package=package)


def chosen(group: str, reference: str) -> str:
    """Return the name under which a choice of a scenario file is in the store."""
    return reference if reference in names(group) else registered(group, reference)


def registered(group: str, reference: str) -> str:
    """Read a user's file, put it into Hydra's store and return the name it has there."""
    found = entry(group, reference)
    name = f"{found.path.stem}-{hashlib.sha256(str(found.path.resolve()).encode()).hexdigest()[:6]}"
    put(group, name, found)
    _stored.add((group, name))
    return name


def is_registered(group: str, name: str) -> bool:
    """Return whether a name is that of a user's file that has been put into Hydra's store."""
    return (group, name) in _stored


def composed(overrides: Sequence[str], primary: str = PRIMARY) -> dict[str, Any]:
    """Return the configuration that prepared overrides make, as plain values."""
    store(tree())
    try:
        with set_aside(), initialize(config_path=None, version_base="1.3", job_name="cohesion_sim"):
            return plain(compose(primary, list(overrides)))
    except HydraException as error:
        raise explained(error) from error


@contextmanager
def set_aside() -> Iterator[None]:
    """Set aside a Hydra that is running, ours or that of a user's own application, and bring it back."""
    shared = GlobalHydra.instance()
    running = shared.hydra
    shared.clear()
    try:
        yield
    finally:
        GlobalHydra.instance().hydra = running


def plain(configuration: Any) -> dict[str, Any]:
    """Return a configuration as nested dictionaries, lists and values, without Hydra's own part."""
    values = OmegaConf.to_container(configuration, resolve=False)
    assert isinstance(values, dict)
    return {str(key): value for key, value in values.items() if key != "hydra"}


def explained(error: Exception) -> UserError:
    """Return one clear sentence for what Hydra could not compose."""
    if isinstance(error, MissingConfigException) and error.missing_cfg_file and error.options is not None:
        missing = Path(error.missing_cfg_file)
        group = str(missing.parent)
        return UserError(f"{group}={unknown(group, missing.name, error.options)}")
    first = str(error).strip().splitlines()[0]
    if isinstance(error, OverrideParseException):
        return UserError(f"{error.override}: this setting cannot be read; quote values with spaces or signs")
    if isinstance(error, ConfigCompositionException):
        return UserError(f"the configuration does not hold together: {first}")
    return UserError(first)
