"""Starts the log process as ``ppit-gateway log`` does, without loading the gate beside it.

A test that kills it ten times waits for ten starts; the command itself has a test of its own.
"""

import sys
from pathlib import Path

from ppit_gateway.log.config import LogConfig
from ppit_gateway.log.server import main

if __name__ == "__main__":
    url, socket, key, origin = sys.argv[1:]
    sys.exit(main(LogConfig(url, Path(socket), Path(key), origin)))
