"""Every table that holds people says whose they are, under which law and until when.

A table that holds none stands in its package's ``UNPEOPLED`` with the reason.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import cast

import pytest
from sqlalchemy import Inspector, create_engine, inspect

from ppit_platform.people import CHASSIS_UNPEOPLED, tables_without_people_columns
from tests.support.postgres import Cluster

PACKAGES = (
    "ppit_gateway",
    "ppit_officer_safety",
    "ppit_tracing",
    "ppit_vetting",
    "ppit_victims",
    "ppit_webhooks",
)
LOG_UNPEOPLED = {
    "alembic_version": "the migration that the schema stands at",
    "entry": "pseudonyms, codes and commitments: what was disclosed, never what it said",
    "checkpoint": "signed heads of the tree",
    "salt": "what opens the commitment to a case reference; deleted to erase it",
    "epoch": "which log process wrote when",
    "tile": "hashes of the tree",
    "published": "signed heads of the tree, for the world",
    "cosignature": "what witnesses signed of them",
    "witness_policy": "which witnesses are asked",
    "witnessed": "sizes that a quorum of them signed",
}
AUDIT_UNPEOPLED = {
    "reader": "how far the log has been read",
    "said": "identifiers of organisations, machines, agreements and staff, as the log has them",
    "said_subject": "keyed pseudonyms, as the log has them",
    "said_case": "keyed digests of case references",
    "recall": "pseudonyms and codes: what was wrong, never what it said",
    "recall_notice": "whom to tell, by their own requests",
    "notice_acknowledgement": "who answered a notice, and with which code",
    "notice_escalation": "which notice nobody answered",
    "export": "who took what out of the log: pseudonyms and codes",
    "export_entry": "indices of entries",
    "export_part": "entries of the log, sealed, until their time is over",
    "watched": "pseudonyms on a list",
    "alarm": "indices of entries, and who asked",
    "alarm_closing": "what a person found, about whoever asked",
}

INDEX_UNPEOPLED = {
    "state": "how far the index goes",
    "page": "hashes of pseudonyms and of lists of entries",
    "posting": "which entries name which hash of a pseudonym",
}


def unpeopled(package: str) -> Mapping[str, str]:
    rows = import_module(f"{package}.storage.rows")
    return cast("Mapping[str, str]", vars(rows).get("UNPEOPLED", {}))


@contextmanager
def tables_of(package: str, cluster: Cluster) -> Generator[Inspector]:
    engine = create_engine(cluster.migrated(package).owner_url)
    try:
        yield inspect(engine)
    finally:
        engine.dispose()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_table_has_the_people_columns_or_a_reason_to_lack_them(
    package: str, cluster: Cluster
) -> None:
    with tables_of(package, cluster) as tables:
        assert set(tables.get_table_names()) - CHASSIS_UNPEOPLED.keys()
        assert tables_without_people_columns(tables, unpeopled(package)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_reason_is_given_for_a_table_that_there_is(package: str, cluster: Cluster) -> None:
    with tables_of(package, cluster) as tables:
        assert unpeopled(package).keys() - set(tables.get_table_names()) == set()
    assert [table for table, reason in unpeopled(package).items() if not reason.strip()] == []


def test_the_log_has_the_tables_of_its_list_and_no_others(cluster: Cluster) -> None:
    with tables_of("ppit_gateway", cluster) as tables:
        assert set(tables.get_table_names("log")) == LOG_UNPEOPLED.keys()
        assert set(tables.get_table_names("log_index")) == INDEX_UNPEOPLED.keys()


def test_the_audit_has_the_tables_of_its_list_and_of_the_chassis(cluster: Cluster) -> None:
    with tables_of("ppit_gateway", cluster) as tables:
        named = tables.get_table_names("audit")
        assert tables_without_people_columns(tables, AUDIT_UNPEOPLED, schema="audit") == []
    own = {name for name in named if not name.startswith("procrastinate_")}
    assert own == AUDIT_UNPEOPLED.keys() | CHASSIS_UNPEOPLED.keys()
