"""The cast's register: the gate takes it, and each agreement is about what its service offers."""

import json
from datetime import date
from pathlib import Path

import pytest

from ppit_gateway.app import Catalogue
from ppit_gateway.domain.operations import Operation, read_operations
from ppit_gateway.domain.register import read_register
from ppit_gateway.domain.roles import narrowed
from ppit_ops.agreements import Terms
from ppit_ops.cast import PARTIES, SENDERS, Party
from ppit_ops.folder import RunFolder
from ppit_ops.register import write_register
from ppit_ops.services import SERVICES
from ppit_platform.codes import PurposeCode

_TODAY = date(2026, 11, 1)
_TERMS = [terms for party in PARTIES for terms in party.agreements]


@pytest.fixture(scope="module")
def operations() -> list[Operation]:
    documents = Catalogue.published().documents
    return [one for name, document in documents.items() for one in read_operations(name, document)]


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    (tmp_path / "clients").mkdir()
    return RunFolder(tmp_path, tmp_path / "s")


def test_the_gate_takes_the_register_as_it_is(
    folder: RunFolder, operations: list[Operation]
) -> None:
    document = json.loads(write_register(folder, PARTIES, _TODAY).read_text())
    register = read_register(document, operations)
    assert {one.agreement_id for one in register.agreements} == {one.agreement_id for one in _TERMS}
    assert len(register.clients) == len(PARTIES)


def test_what_was_signed_stays_signed_as_it_was(folder: RunFolder) -> None:
    first, *others = PARTIES
    write_register(folder, [first], _TODAY)
    later = write_register(folder, [first, *others], date(2026, 12, 24))
    starts = {
        one["agreement_id"]: one["starts"] for one in json.loads(later.read_text())["agreements"]
    }
    before = {terms.agreement_id for terms in first.agreements}
    assert {starts[name] for name in before} == {"2026-10-02"}
    assert {day for name, day in starts.items() if name not in before} == {"2026-11-24"}


def test_what_was_signed_before_classes_of_people_were_asked_for_is_signed_again(
    folder: RunFolder, operations: list[Operation]
) -> None:
    register = write_register(folder, PARTIES, _TODAY)
    document = json.loads(register.read_text())
    before = document["agreements"][0]
    del before["subject_classes"]
    register.write_text(json.dumps(document))
    again = json.loads(write_register(folder, PARTIES, date(2026, 12, 24)).read_text())
    (signed,) = [one for one in again["agreements"] if one["version"] == 2]
    assert (signed["agreement_id"], signed["starts"]) == (before["agreement_id"], "2026-11-24")
    assert signed["subject_classes"]
    assert read_register(again, operations).agreements


@pytest.mark.parametrize("terms", _TERMS, ids=lambda terms: terms.agreement_id)
def test_an_agreement_is_about_one_service_and_each_purpose_of_it_opens_something(
    terms: Terms, operations: list[Operation]
) -> None:
    opened = [one.rules for one in operations if one.rules.scope in terms.scopes]
    assert len({scope.partition(":")[0] for scope in terms.scopes}) == 1
    assert {rules.scope for rules in opened} == set(terms.scopes)
    assert all(any(purpose in rules.purposes for rules in opened) for purpose in terms.purposes)
    assert all(set(terms.purposes) & rules.purposes for rules in opened)
    concerned = {one for rules in opened for one in rules.subject_classes}
    assert concerned <= set(terms.subject_classes)


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.client_id)
def test_a_purpose_names_one_agreement_of_a_party(party: Party) -> None:
    assert len(set(party.purposes)) == len(party.purposes)
    for terms in party.agreements:
        assert {party.agreement_for(purpose) for purpose in terms.purposes} == {terms}


def test_names_are_nobody_elses() -> None:
    ids = [terms.agreement_id for terms in _TERMS]
    people = [(party.org_id, one.user_id) for party in PARTIES for one in party.people]
    assert len(set(ids)) == len(ids)
    assert len(set(people)) == len(people)
    assert len({party.client_id for party in PARTIES}) == len(PARTIES)


def test_every_service_has_partners_and_every_list_a_sender() -> None:
    served = {terms.scopes[0].partition(":")[0] for terms in _TERMS}
    assert served == {service.name for service in SERVICES}
    for sender in SENDERS.values():
        assert "victims:import" in sender.party.agreement_for(sender.purpose).scopes


@pytest.mark.parametrize("party", PARTIES, ids=lambda one: one.org_id)
def test_whoever_is_shown_anything_reads_and_acknowledges_what_was_wrong_of_it(
    party: Party,
) -> None:
    terms = party.agreement_for(PurposeCode.SUBJECT_RIGHTS)
    assert (terms.purposes[0], terms.scopes[0]) == (PurposeCode.SUBJECT_RIGHTS, "audit:notices")
    # Whichever person it is, and the machine by itself.
    roles = {None, *(one.role for one in party.people)}
    notices = frozenset({"audit:notices"})
    assert {role for role in roles if narrowed(notices, role) == notices} == roles
