"""DPA 2018 s.62(4): the log serves four purposes, and a request for any other is refused."""

from datetime import UTC, date, datetime

import pytest

from ppit_gateway.app import Catalogue
from ppit_gateway.domain.agreements import Agreement, Signature, Standing
from ppit_gateway.domain.decide import Allowed, Authority, Question, Refused, decide
from ppit_gateway.domain.operations import Operation
from ppit_platform.codes import LOG_PURPOSES, ProcessingRegime, PurposeCode, Role, SubjectClass

ABOUT_ONESELF = {"audit:notices"}
"""What a partner is told of its own answers: no use of the log."""
OPERATIONS = [
    one
    for one in Catalogue.published().routes().operations
    if one.service == "audit" and one.rules.scope not in ABOUT_ONESELF
]


def decided(operation: Operation, purpose: PurposeCode) -> Allowed | Refused:
    """Ask as an officer whose agreement leaves every purpose open."""
    scopes = frozenset({operation.rules.scope})
    agreement = Agreement(
        agreement_id="DSA-105",
        version=1,
        partner="ppit",
        title="Audit",
        legal_basis="DPA 2018 s.62(4)",
        regime=ProcessingRegime.UK_GDPR,
        purposes=frozenset(PurposeCode),
        scopes=scopes,
        fields=dict.fromkeys(scopes, frozenset({"*"})),
        areas=frozenset(),
        audiences=frozenset(),
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        people_per_day=10,
        subject_classes=frozenset(SubjectClass),
        vouches_for_users=True,
        signatures=(
            Signature("PPIT", "A. One", date(2025, 12, 1)),
            Signature("Kent County Council", "B. Two", date(2025, 12, 2)),
        ),
    )
    authority = Authority(
        "ppit-desk", "ppit", "dpo-001", "partner-vouched", "DSA-105", 1, purpose, scopes
    )
    standing = Standing(
        at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        client_active=True,
        bound=True,
        agreement=agreement,
        suspended=False,
        role=Role.DPO,
    )
    return decide(Question(operation, "COMPLAINT/1", "key-00001"), authority, standing)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_the_log_is_used_for_what_the_law_names_and_for_nothing_else(operation: Operation) -> None:
    refused = {
        purpose: answer.reason.code
        for purpose in PurposeCode
        if isinstance(answer := decided(operation, purpose), Refused)
    }
    others = set(PurposeCode) - set(LOG_PURPOSES)
    assert len(others) > len(LOG_PURPOSES)
    assert refused == dict.fromkeys(others, "OPERATION_NOT_PERMITTED")


def test_a_person_in_office_reads_the_log_and_no_machine_by_itself() -> None:
    # A machine may count its own organisation's receipts, of which nobody is the subject.
    read = [one for one in OPERATIONS if one.rules.scope != "audit:receipts"]
    assert len(read) == len(OPERATIONS) - 1
    assert {one.rules.person_required for one in read} == {True}
