"""The command line of the gate and its log: ``ppit-gateway``.

While no log answers, nobody gets an answer. So the log does not wait, when it starts again, for
the libraries of a gate that it is not: they are loaded for the gate's own commands only.
"""

import runpy
import sys

from ppit_gateway import log_cli

_OF_THE_LOG = frozenset({"log", "audit-verify", "audit-export", "audit-keys"})
_OF_THE_PUBLISHER = frozenset({"publish", "rebuild-index"})


def main() -> None:
    if _OF_THE_LOG.intersection(sys.argv[1:2]):
        log_cli.app()
    elif _OF_THE_PUBLISHER.intersection(sys.argv[1:2]):
        runpy.run_module("ppit_gateway.publish_cli", run_name="__main__")
    else:
        runpy.run_module("ppit_gateway.gate_cli", run_name="__main__")
