"""Runs the notebook's migrations."""

from ppit_platform import chassis_tables
from ppit_platform.migrate import run_env
from tests.service.chassis.notebook.rows import NOTEBOOK

run_env(NOTEBOOK, chassis_tables.METADATA)
