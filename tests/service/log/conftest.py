"""A database with the log's tables alone, and the place of a log in it."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from ppit_ops.migrations import migrate
from ppit_ops.provision import DATABASES, provision_database
from tests.support.log import LogPlace, a_log_place
from tests.support.postgres import Cluster, Database

_GATEWAY = "ppit_gateway"
_numbers = count(1)


@pytest.fixture(scope="session")
def log_template(cluster: Cluster) -> Database:
    template = cluster.empty(_GATEWAY)
    migrate("ppit_gateway.log", template.owner_url)
    return template


@pytest.fixture
def log_database(cluster: Cluster, log_template: Database) -> Iterator[Database]:
    name = f"log_{next(_numbers)}"
    provision_database(cluster.access, name, DATABASES[_GATEWAY], template=log_template.name)
    database = Database(name, cluster.access)
    yield database
    cluster.drop(database)


@pytest.fixture
def place(log_database: Database) -> Iterator[LogPlace]:
    """Give a short folder: a unix socket's path has some hundred characters at most."""
    folder = Path(tempfile.mkdtemp(prefix="ppit-log-"))
    yield a_log_place(folder, log_database)
    shutil.rmtree(folder)
