"""Shows again what was answered then, exactly (DPA 2018 s.66(2)(b))."""

from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.domain.covert import covert_until
from ppit_officer_safety.errors import ScreeningUnknown
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


async def read_screening(screening_id: UUID, desk: Desk) -> str:
    """Return the answer's own JSON text. Another organisation's is as unknown as none at all."""
    shown = await desk.stores.screenings.read(screening_id)
    if shown is None:
        msg = "no such screening of this organisation"
        raise ScreeningUnknown(msg)
    fact = AuditFact(
        LogOperation.CONSULTATION,
        subjects_searched=(desk.pseudonyms.subject(screening_id),),
        # To look again is to be told again.
        subjects_disclosed=tuple(desk.pseudonyms.subject(one) for one in shown.subjects),
        fields=("screening",),
        counts={"screenings": 1},
        covert_until=covert_until(shown.sealing.values(), desk.hand.today),
    )
    if fact.covert_until is not None:
        await desk.stores.covert.note(fact.fact_id, shown.sealing, fact.covert_until)
    desk.unit.record(fact)
    return shown.answer
