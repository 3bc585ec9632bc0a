"""The client's typed operations are those that the gate publishes, and are asked as published."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from ppit_client import CSV, Manners, Place, SyncPartnerClient, Upload, operations
from ppit_client.fake import FakeAgreement, FakeGate, Said
from ppit_client.operations.officer_safety import VisitRequest
from ppit_client.questions import Operation
from ppit_gateway.app import Catalogue
from tests.contracts.write_client_operations import FOLDER, written

SCOPES = frozenset({"officer-safety:screen", "officer-safety:review", "vetting:read"})
CASE = "VISIT/1"


def listed() -> list[Operation[object, object]]:
    modules = [getattr(operations, name) for name in operations.__all__]
    return [getattr(module, name) for module in modules for name in module.__all__]


def test_g_what_is_committed_is_what_the_published_documents_say() -> None:
    expected = written()
    assert {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")} == expected
    assert len(expected) > 5


def test_g_every_published_operation_can_be_called_and_no_other() -> None:
    published = {
        (one.method, f"/{one.service}{one.template}", one.rules.scope)
        for one in Catalogue.published().routes().operations
    }
    ours = listed()
    assert {(one.method, one.path, one.scope) for one in ours} == published
    assert len(ours) == len(published)


@pytest.fixture
def gate() -> FakeGate:
    return FakeGate(agreements=[FakeAgreement(scopes=SCOPES)])


def client_of(gate: FakeGate) -> SyncPartnerClient:
    pem = gate.client().key.private_pem
    return SyncPartnerClient(
        gate.issuer,
        "thanet-phones",
        pem,
        "DSA-001",
        "OFFICER_SAFETY_VISIT",
        user="w-017",
        manners=Manners(tries=1),
        transport=gate,
    )


@pytest.fixture
def client(gate: FakeGate) -> Iterator[SyncPartnerClient]:
    with client_of(gate) as opened:
        yield opened


def test_a_body_and_an_answer_have_their_published_types(
    gate: FakeGate, client: SyncPartnerClient
) -> None:
    gate.says("POST", "/officer-safety/v1/screenings", Said({"result": "NO_KNOWN_MARKERS"}))
    visit: VisitRequest = {
        "address": {"postcode": "CT9 1AA"},
        "attending": {"count": 1, "lone": True},
        "contact_mode": "HOME_VISIT",
    }
    answer = client.call(operations.officer_safety.CREATE_SCREENING, visit, case_reference=CASE)
    assert answer.json["result"] == "NO_KNOWN_MARKERS"
    (asked,) = gate.asked
    assert asked.grant.scopes == {"officer-safety:screen"}
    assert "idempotency-key" in asked.headers


def test_names_of_a_path_are_filled_in_and_a_reading_takes_no_body(
    gate: FakeGate, client: SyncPartnerClient
) -> None:
    gate.says("GET", "/officer-safety/v1/markers/m-1", Said({"marker_id": "m-1"}))
    place = Place(path={"marker_id": "m-1"})
    marker = operations.officer_safety.GET_MARKER
    answer = client.call(marker, None, case_reference=CASE, place=place)
    assert answer.json["marker_id"] == "m-1"
    (asked,) = gate.asked
    assert (asked.path, asked.body) == ("/officer-safety/v1/markers/m-1", b"")
    assert asked.grant.scopes == {"officer-safety:review"}


def test_an_operation_that_takes_a_file_takes_nothing_else() -> None:
    files = [one for one in listed() if one.path.endswith(("/imports", "/batches"))]
    sent = Upload(BytesIO(b"a,b"), CSV)
    gate = FakeGate(agreements=[FakeAgreement(scopes=frozenset(one.scope for one in files))])
    for one in files:
        gate.says("POST", one.path, Said({}, 202))
    with client_of(gate) as client:
        for one in files:
            client.call(one, sent, case_reference=CASE, place=Place(query={"profile": "P"}))
    assert [(asked.headers["content-type"], asked.query) for asked in gate.asked] == [
        (CSV, "profile=P")
    ] * 2
