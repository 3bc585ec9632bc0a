"""Alembic's entry: this service's tables, run by the chassis."""

from ppit_platform.chassis_tables import METADATA as CHASSIS
from ppit_platform.gazetteer.sql import METADATA as GAZETTEER
from ppit_platform.generations import METADATA as LISTS
from ppit_platform.migrate import run_env
from ppit_platform.person_index.tables import PERSON_INDEX, metadata_of
from ppit_tracing.storage.rows import METADATA, TRACE_INDEX

run_env(METADATA, CHASSIS, GAZETTEER, LISTS, metadata_of(PERSON_INDEX, TRACE_INDEX))
