"""Opens one case to whoever may see it."""

from uuid import UUID

from ppit_vetting.actions.desk import Desk
from ppit_vetting.domain.case import Case
from ppit_vetting.errors import CaseUnknown


async def open_case(case_id: UUID, desk: Desk) -> Case:
    """Return the case; another organisation's, or one of another purpose, is as unknown as none."""
    case = await desk.stores.cases.get(case_id)
    if case is None:
        msg = "no such case"
        raise CaseUnknown(msg)
    return case
