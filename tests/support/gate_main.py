"""A worker of a test's gate in a process of its own: SETTINGS_FILE SOCKET.

Served as ``ppit-gateway serve`` serves, with the scripted service's document as the catalogue.
"""

import json
import sys
from pathlib import Path

from ppit_gateway.app import Catalogue, Listener, create_app
from ppit_gateway.proxy.listen import Address, serve_app
from ppit_gateway.settings import Settings
from tests.support.behind import SERVICE, published

if __name__ == "__main__":
    file, socket = map(Path, sys.argv[1:])
    settings = Settings.model_validate(json.loads(file.read_text()))
    app = create_app(settings, Listener.EXTERNAL, Catalogue({SERVICE: published()}, ()))
    serve_app(app, Address(socket, "", 0))
