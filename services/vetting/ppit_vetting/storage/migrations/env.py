"""Alembic's entry: this service's tables, run by the chassis."""

from ppit_platform import generations
from ppit_platform.chassis_tables import METADATA as CHASSIS
from ppit_platform.migrate import run_env
from ppit_platform.person_index.tables import metadata_of
from ppit_vetting.storage.rows import INDEXES, METADATA

run_env(METADATA, CHASSIS, generations.METADATA, metadata_of(*INDEXES))
