"""A question in SQL is answered by DuckDB from the files of a store, without reading more of them than it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.store import Store
from cohesion_sim.experiment.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd


def queried(store: Store, sql: str) -> pd.DataFrame:
    """Return the answer to a question on the tables ``runs``, ``ends``, ``series``, ``timings`` and ``plan``.

    Raises
    ------
    UserError
        If DuckDB is not installed, or the question is wrong.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UserError("query needs DuckDB; install it with: pip install 'cohesion-sim[experiments]'") from error
    connection = duckdb.connect()
    for name in TABLES:
        waiting, files = store.parts(name)
        connection.register(f"{name}_waiting", waiting)
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        parts = [f"SELECT * FROM read_parquet([{listed}])"] if files else []
        parts += [f"SELECT * FROM {name}_waiting"] if len(waiting) or not files else []
        connection.execute(f"CREATE VIEW {name} AS {' UNION ALL BY NAME '.join(parts)}")
    connection.register("plan", store.planned)
    try:
        frame: pd.DataFrame = connection.sql(sql).df()
    except duckdb.Error as error:
        raise UserError(f"the query cannot be answered: {str(error).splitlines()[0]}") from error
    except AttributeError as error:
        raise UserError("the query returns no table; ask with SELECT") from error
    return frame
