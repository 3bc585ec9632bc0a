"""What ``ppit run`` says once the house answers: three questions that work, and where to read."""

import json
import shlex
from dataclasses import replace

from rich.console import Console

from ppit_ops.demo import bodies
from ppit_ops.partners import SCREENINGS
from ppit_ops.plan import HousePlan
from ppit_synthetic import Attending, Kent, Sex, VisitCase, VisitKind


def welcome(plan: HousePlan, kent: Kent, console: Console) -> None:
    """Print where the house answers and three lines to try; whole lines, to be copied."""
    console.print(f"\nThe house answers at {plan.issuer}. Read what it offers: {plan.issuer}/docs")
    console.print("Try, in another terminal:\n")
    for words, case in _questions(kent):
        console.print(f"# {words}", soft_wrap=True, highlight=False)
        console.print(_curl(plan, case, kent), soft_wrap=True, highlight=False, markup=False)
    console.print("\nCtrl-C stops everything.")


def _questions(kent: Kent) -> list[tuple[str, VisitCase]]:
    # Nobody is named, no postcode: a known person or a half-known door would be found all the same.
    vague = [c for c in kent.visits if c.audience == "WARDENS" and not c.people]
    alone = next(c for c in vague if c.kind is VisitKind.LONE_FEMALE)
    nowhere = next(
        c for c in vague if c.kind is VisitKind.UNRESOLVABLE_ADDRESS and c.postcode is None
    )
    together = replace(alone, attending=Attending(2, (Sex.FEMALE, Sex.FEMALE)))
    return [
        ("a warden, a woman, alone, to the man of the committee report", alone),
        ("the same visit with a colleague", together),
        ("an address that nobody knows: could not look is not all clear", nowhere),
    ]


def _curl(plan: HousePlan, case: VisitCase, kent: Kent) -> str:
    body = json.dumps(bodies.visit(case, kent.as_of))
    key = f"try-{case.case_id}-{case.attending.count}"
    return " ".join(
        (
            f"curl -s {plan.issuer}{SCREENINGS}",
            '-H "Authorization: Bearer $(.venv/bin/ppit token warden-phone)"',
            f"-H 'Case-Reference: VISIT/{case.case_id}' -H 'Idempotency-Key: {key}'",
            f"-H 'Content-Type: application/json' -d {shlex.quote(body)}",
        )
    )
