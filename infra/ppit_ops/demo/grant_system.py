"""What Economic Development's grant system does: sends applications, reads what came of them."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ppit_ops.demo import bodies_vetting
from ppit_ops.demo.figures_vetting import Vetted
from ppit_ops.demo.waiting import ended
from ppit_ops.demo.words import items
from ppit_ops.partners import Desk, Reply
from ppit_synthetic.borough import Application

CASES = "/vetting/v1/cases"
_SCHEMES = "/vetting/v1/schemes"
_AT_ONCE = 6
"""Applications under way at a time."""
_RAISED = frozenset({"CONCERN", "ADVERSE", "NOT_FOUND"})


class CaseRefused(RuntimeError):
    """The gate or the service did not take an application of the county."""


@dataclass(frozen=True, slots=True)
class GrantSystem:
    """``desk`` is the machine of the department; ``schemes`` gives the code of each title."""

    desk: Desk
    schemes: Mapping[str, str]

    @classmethod
    async def at(cls, desk: Desk) -> "GrantSystem":
        listed = await desk.get(_SCHEMES, case="GRANT/SCHEMES")
        schemes = {str(one["title"]): str(one["scheme"]) for one in items(listed.body)}
        return cls(desk, schemes)

    async def apply(self, application: Application) -> str:
        """Send one application and return its case; its own number is the idempotency key."""
        body = bodies_vetting.case(application, self.schemes)
        reply = await self.desk.post(
            CASES, body, case=_case(application), key=f"apply-{application.application_id}"
        )
        if "case_id" not in reply.body:
            msg = f"{reply.status} {reply.code}"
            raise CaseRefused(msg)
        return str(reply.body["case_id"])

    async def apply_for_all(self, applications: Iterable[Application]) -> dict[str, str]:
        """Send many, some at a time; return the case of each application."""
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(application: Application) -> tuple[str, str]:
            async with turn:
                return application.application_id, await self.apply(application)

        return dict(await asyncio.gather(*(one(each) for each in applications)))

    async def recommended(self, case_id: str) -> Reply:
        """Return the case once every check has been made."""
        return await ended(self.desk, f"{CASES}/{case_id}", case="GRANT/READ")

    async def settled(self, cases: Mapping[str, str]) -> dict[str, Vetted]:
        """Read every case once the last ones have ended: a later applicant changes earlier ones.

        Applications are checked in the order in which they came, a few at a time.
        """
        for case_id in [*cases.values()][-_AT_ONCE:]:
            await self.recommended(case_id)
        return {key: vetted(await self.recommended(each)) for key, each in cases.items()}


def vetted(reply: Reply) -> Vetted:
    raised = (check["check"] for check in items(reply.body, "checks") if check["result"] in _RAISED)
    return Vetted(str(reply.body.get("recommendation")), frozenset(map(str, raised)))


def _case(application: Application) -> str:
    return f"GRANT/{application.application_id}"
