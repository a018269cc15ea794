"""A finished experiment becomes one archive with metadata in RO-Crate form, so that it can be deposited and cited.

Source: Soiland-Reyes et al. 2022, Packaging research artefacts with RO-Crate, Data Science 5(2).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cohesion_sim.errors import UserError
from cohesion_sim.experiment import checks, digests
from cohesion_sim.experiment.store import ABOUT, CONFIGURATIONS, PLAN, SESSIONS, WRITTEN, Store
from cohesion_sim.experiment.tables import ENDS, KEPT, RUNS, SERIES, TIMINGS
from cohesion_sim.experiment.verifying import verified
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.runs import stored

PARQUET = "application/vnd.apache.parquet"
MEANING = {
    RUNS: "One row a run: factors, seed, status, and each outcome's mean over the last 12 months.",
    ENDS: "Each outcome at the end by subgroup, one row a run, outcome and subgroup.",
    SERIES: "Outcomes by month, one row a run and month.",
    TIMINGS: "When, where and how long the runs ran.",
    PLAN: "One row a planned run: configuration, replicate, seed, factors.",
    CONFIGURATIONS: "The whole configuration of each point of the design, as JSON.",
    WRITTEN: "The experiment as it was written.",
    ABOUT: "What was asked: question, scenario, factors, sample, replicates, model version.",
    SESSIONS: "Each start: command, versions, state of the sources, machine.",
    digests.NAME: "Every file with its SHA-256.",
}
KINDS = {".yaml": "application/yaml", ".json": "application/json", ".jsonl": "application/jsonl", ".parquet": PARQUET}


def archived(folder: Path, target: Path, author: str = "", licence: str = "") -> Path:
    """Write an archive of a finished experiment and return it.

    Parameters
    ----------
    target
        A file ending in ``.zip``.
    author, licence
        Who made it, and the address of the licence it is given under, if they are to be told.

    Raises
    ------
    UserError
        If runs are missing, a file is damaged, the rocrate library is not installed, or there is no room.
    """
    found = verified(folder)
    if not found.sound:
        raise UserError(f"{folder} is damaged ({found.damaged[0] if found.damaged else found.wrong[0]}); run it again")
    store = Store.open(folder)
    missing = len(store.planned) - len(store.table(RUNS, ["status"]))
    if missing:
        raise UserError(f"{missing} runs are missing in {folder}; finish the experiment before it is archived")
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as error:
        raise UserError("export needs rocrate; install it with: pip install 'cohesion-sim[experiments]'") from error
    crate = ROCrate()
    described(crate, store, author, licence)
    names = [*digests.read(folder), digests.NAME, ABOUT, SESSIONS]
    for name in names:
        crate.add_file(folder / name, name, properties=properties(folder, name))
    return stored.whole(target, lambda at: crate.write_zip(at))


def described(crate: Any, store: Store, author: str, licence: str) -> None:
    """Say in the metadata what the experiment is, what was measured, by whom and with what."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.model.person import Person

    about = store.about
    sessions = (checks.unsealed(store.folder / SESSIONS) or {}).get("sessions", [])
    crate.name = about["title"].get("en") or about["name"]
    crate.description = about["question"].get("en") or f"Runs of the simulation experiment {about['name']}."
    if licence:
        crate.license = licence
    if author:
        crate.creator = crate.add(Person(crate, f"#{author.replace(' ', '-').lower()}", properties={"name": author}))
    software = {
        "@type": "SoftwareApplication",
        "name": "Cohesion Sim",
        "softwareVersion": about["model_version"],
    }
    crate.root_dataset["variableMeasured"] = [
        crate.add(ContextEntity(crate, f"#{column}", properties=variable(column)))
        for column in KEPT
        if column != "month"
    ]
    model = crate.add(ContextEntity(crate, "#model", properties=software))
    for number, session in enumerate(sessions):
        action = {
            "@type": "CreateAction",
            "name": " ".join(session["command"]),
            "startTime": session["began"],
            "endTime": session.get("ended", ""),
            "instrument": model,
            "result": crate.root_dataset,
        }
        crate.root_dataset.append_to("mentions", crate.add(ContextEntity(crate, f"#start-{number}", properties=action)))


def variable(column: str) -> dict[str, Any]:
    """Return what a column of outcomes holds."""
    outcome, side = next(
        (each, side) for each in OUTCOMES.values() for side, name in each.columns.items() if name == column
    )
    meaning = f"{outcome.meaning} Of {side}."
    return {"@type": "PropertyValue", "name": column, "unitText": outcome.unit, "description": meaning}


def properties(folder: Path, name: str) -> Mapping[str, Any]:
    """Return what the metadata say of a file."""
    path = Path(name)
    meaning = MEANING.get(name) or MEANING[path.parts[0]]
    return {
        "name": name,
        "description": meaning,
        "encodingFormat": KINDS[path.suffix],
        "contentSize": str((folder / name).stat().st_size),
        "sha256": digests.sha256(folder / name),
    }
