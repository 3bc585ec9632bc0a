"""Splink on Spark: in the session that runs, on its cluster, or in one of this machine's own.

Spark is no dependency of ours outside the benchmarks, so it is imported by name and only what is
used of it is typed here.
"""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Protocol, cast

from ppit_match.splink.engines import Task
from ppit_match.splink.ladder import FUNCTION, levels_text
from ppit_match.splink.predicting import linked
from ppit_match.splink.report import Linkage

LOCAL = {
    "spark.master": "local[2]",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    # The settings make one wide expression, which takes longer to compile than to run here.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}
"""A session for tests and trials: small, quiet, and heard by nobody outside this machine."""


class _Context(Protocol):
    pythonExec: str  # noqa: N815  # Spark's own name
    setCheckpointDir: Callable[[str], None]  # noqa: N815


class _Functions(Protocol):
    register: Callable[[str, Callable[[str, str], str], str], object]


class Session(Protocol):
    """What of a SparkSession is used."""

    udf: _Functions
    sparkContext: _Context  # noqa: N815
    stop: Callable[[], None]


class _Builder(Protocol):
    config: Callable[..., "_Builder"]
    getOrCreate: Callable[[], Session]  # noqa: N815


class _Sessions(Protocol):
    builder: _Builder
    getActiveSession: Callable[[], Session | None]  # noqa: N815


SESSIONS: _Sessions = cast("_Sessions", import_module("pyspark.sql").SparkSession)
WRAPPED: Callable[..., object] = cast(
    "Callable[..., object]", import_module("splink.backends.spark").SparkAPI
)


def link(task: Task) -> Linkage:
    """Weigh and cluster (see `Engine.link`).

    A session that runs already must have a checkpoint directory: each step is written there, or
    the plan of the last would hold all plans before it.
    """
    with _session() as session:
        session.udf.register(FUNCTION, partial(levels_text, model=task.model), "string")
        database = WRAPPED(
            spark_session=session,
            break_lineage_method="parquet",
            register_udfs_automatically=False,
        )
        return linked(database, task)


@contextmanager
def _session() -> Generator[Session]:
    running = SESSIONS.getActiveSession()
    if running is not None:
        yield running
        return
    with TemporaryDirectory() as folder:
        # Spark would make its warehouse where it was started, and leave it there.
        settings = {**LOCAL, "spark.sql.warehouse.dir": folder}
        started = SESSIONS.builder.config(map=settings).getOrCreate()
        # Spark would ask the path for a python, and find one without our packages.
        started.sparkContext.pythonExec = sys.executable
        try:
            started.sparkContext.setCheckpointDir(folder)
            yield started
        finally:
            started.stop()
