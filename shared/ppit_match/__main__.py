"""Lets the command run as ``python -m ppit_match``."""

from ppit_match.cli import main

main()
