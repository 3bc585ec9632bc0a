"""Runs the log's migrations; the tables live in a schema of their own beside the gate's."""

from ppit_platform.migrate import run_env

run_env(schema="log")
