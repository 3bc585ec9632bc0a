"""What ``ppit run`` says once the house answers: questions that work, and where to read."""

import asyncio
import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from rich.console import Console

from ppit_ops.cast import DEBT_RECOVERY, ECONOMIC_DEVELOPMENT, WARDENS, Party
from ppit_ops.demo import bodies, bodies_tracing, bodies_vetting, bodies_victims
from ppit_ops.launcher import House
from ppit_ops.partners import SCREENINGS, Desk, Seat
from ppit_ops.services import OFFICER_SAFETY, TRACING, VETTING, VICTIMS
from ppit_platform.codes import PurposeCode
from ppit_synthetic import VisitKind, look_up
from ppit_synthetic.borough import Borough, TraceOutcome


@dataclass(frozen=True, slots=True)
class Question:
    """One request that a partner's machine might make."""

    words: str
    party: Party
    purpose: PurposeCode
    path: str
    body: Mapping[str, object]
    case: str


def welcome(house: House, borough: Borough, console: Console) -> None:
    """Print where the house answers and some lines to try; whole lines, to be copied."""
    issuer = house.plan.issuer
    console.print(f"\nThe house answers at {issuer}. Read what it offers: {issuer}/docs")
    console.print("Try, in another terminal:\n")
    for question in questions(house, borough):
        console.print(f"# {question.words}", soft_wrap=True, highlight=False)
        console.print(_curl(issuer, question), soft_wrap=True, highlight=False, markup=False)
    console.print("\nCtrl-C stops everything.")


def questions(house: House, borough: Borough) -> Iterator[Question]:
    """Yield one question or two for each service that runs."""
    services = house.options.services
    if OFFICER_SAFETY in services:
        yield from _visits(borough)
    if VICTIMS in services:
        yield _victim(borough)
    if VETTING in services:
        yield _applicant(borough, asyncio.run(_schemes(house)))
    if TRACING in services:
        yield _debtor(borough)


def _visits(borough: Borough) -> Iterator[Question]:
    # Nobody is named, no postcode: a known person or a half-known door would be found all the same.
    kent = borough.kent
    vague = [c for c in kent.visits if c.audience == "WARDENS" and not c.people]
    alone = next(c for c in vague if c.kind is VisitKind.LONE_FEMALE)
    nowhere = next(
        c for c in vague if c.kind is VisitKind.UNRESOLVABLE_ADDRESS and c.postcode is None
    )
    told = {
        "a warden, a woman, alone, to the man of the committee report": alone,
        "an address that nobody knows: could not look is not all clear": nowhere,
    }
    for words, case in told.items():
        body = bodies.visit(case, kent.as_of)
        purpose, path = PurposeCode.OFFICER_SAFETY_VISIT, SCREENINGS
        yield Question(words, WARDENS, purpose, path, body, f"VISIT/{case.case_id}")


def _victim(borough: Borough) -> Question:
    """Ask about somebody who stands on as many lists as anybody: if one is found, they are."""
    alone = (scam for scam in borough.scams if len(scam.person_ids) == 1)
    scam = max(alone, key=lambda scam: len(scam.reported_to))
    body = bodies_victims.lookup(look_up(borough.kent), scam.person_ids[0], scam.uprn)
    words = "is anybody helping this victim of a scam already?"
    purpose = PurposeCode.VICTIM_SAFEGUARD
    return Question(words, WARDENS, purpose, "/victims/v1/lookups", body, f"CASE/{scam.scam_id}")


def _applicant(borough: Borough, schemes: Mapping[str, str]) -> Question:
    one = next(each for each in borough.applications if not each.should_refer)
    body = bodies_vetting.case(one, schemes)
    words = "vet an applicant for a grant; then read /vetting/v1/cases/ and the case_id"
    party, purpose = ECONOMIC_DEVELOPMENT, PurposeCode.VET_GRANT
    return Question(words, party, purpose, "/vetting/v1/cases", body, f"GRANT/{one.application_id}")


def _debtor(borough: Borough) -> Question:
    debts = (one for one in borough.debts if one.outcome is TraceOutcome.NEW_ADDRESS_CONFIRMED)
    debt = next(debts)
    body = bodies_tracing.trace(look_up(borough.kent), debt)
    words = "trace a debtor who moved; then read /tracing/v1/traces/ and the trace_id"
    party, purpose = DEBT_RECOVERY, PurposeCode.TRACE_CIVIL_DEBT
    return Question(words, party, purpose, "/tracing/v1/traces", body, f"DEBT/{debt.row}")


async def _schemes(house: House) -> dict[str, str]:
    """Ask which code each scheme has: the borough knows them by their titles."""
    seat = Seat.of(house.folder, house.plan.issuer, ECONOMIC_DEVELOPMENT)
    async with Desk(seat, None, PurposeCode.VET_GRANT) as desk:
        listed = await desk.get("/vetting/v1/schemes")
    items = cast("list[dict[str, object]]", listed.body["items"])
    return {str(one["title"]): str(one["scheme"]) for one in items}


def _curl(issuer: str, question: Question) -> str:
    token = f"ppit token {question.party.client_id} --purpose {question.purpose.value}"
    return " ".join(
        (
            f"curl -s {issuer}{question.path}",
            f'-H "Authorization: Bearer $(.venv/bin/{token})"',
            f"-H 'Case-Reference: {question.case}'",
            f"-H 'Idempotency-Key: try-{question.case.replace('/', '-')}'",
            f"-H 'Content-Type: application/json' -d {shlex.quote(json.dumps(question.body))}",
        )
    )
