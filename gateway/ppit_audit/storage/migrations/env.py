"""Alembic's entry: the audit's own tables, in a schema of their own in the gate's database."""

from ppit_platform.migrate import run_env

run_env(schema="audit")
