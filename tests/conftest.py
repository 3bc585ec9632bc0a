"""Fixtures that every suite may ask for."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.postgres import Cluster, Database, running_cluster

# A run that failed must fail again, and a run that passed pass: to search for new examples, give
# --hypothesis-profile=searching.
settings.register_profile("same-each-run", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("same-each-run")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL 18 for all tests of this worker. A test that stops it must start it again."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def cluster_16() -> Iterator[Cluster]:
    with running_cluster(version=16) as running:
        yield running


@pytest.fixture(params=[16, 18])
def each_postgres(request: pytest.FixtureRequest) -> Cluster:
    """Run the test twice: on the oldest PostgreSQL that is supported and on the newest."""
    name = "cluster_16" if request.param == 16 else "cluster"
    cluster: Cluster = request.getfixturevalue(name)
    return cluster


@pytest.fixture
def gateway_database(cluster: Cluster) -> Iterator[Database]:
    """Give the gate's tables and the log's, empty."""
    database = cluster.migrated("ppit_gateway")
    yield database
    cluster.drop(database)


@pytest.fixture
def officer_safety_database(cluster: Cluster) -> Iterator[Database]:
    database = cluster.migrated("ppit_officer_safety")
    yield database
    cluster.drop(database)


@pytest.fixture
def tracing_database(cluster: Cluster) -> Iterator[Database]:
    database = cluster.migrated("ppit_tracing")
    yield database
    cluster.drop(database)


@pytest.fixture
def vetting_database(cluster: Cluster) -> Iterator[Database]:
    database = cluster.migrated("ppit_vetting")
    yield database
    cluster.drop(database)


@pytest.fixture
def victims_database(cluster: Cluster) -> Iterator[Database]:
    database = cluster.migrated("ppit_victims")
    yield database
    cluster.drop(database)


@pytest.fixture
def webhooks_database(cluster: Cluster) -> Iterator[Database]:
    database = cluster.migrated("ppit_webhooks")
    yield database
    cluster.drop(database)


@pytest.fixture
def empty_database(cluster: Cluster) -> Iterator[Database]:
    """Give a database without tables; the roles of officer-safety may connect."""
    database = cluster.empty()
    yield database
    cluster.drop(database)
