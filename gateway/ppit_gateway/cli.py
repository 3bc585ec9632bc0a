"""The command line of the gate and its log: ``ppit-gateway``.

While no log answers, nobody gets an answer. So the log does not wait, when it starts again, for
the libraries of a gate that it is not: they are loaded for the gate's own commands only.
"""

import runpy
import sys

from ppit_gateway import log_cli

_OF_THE_LOG = frozenset({"log", "audit-verify"})
_PUBLISH = "publish"


def main() -> None:
    if _OF_THE_LOG.intersection(sys.argv[1:2]):
        log_cli.app()
    elif sys.argv[1:2] == [_PUBLISH]:
        runpy.run_module("ppit_gateway.publish_cli", run_name="__main__")
    else:
        runpy.run_module("ppit_gateway.gate_cli", run_name="__main__")
