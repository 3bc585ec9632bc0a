"""What every service that knows people tells the audit: under which pseudonyms the log names them.

Only a service has the keys of its pseudonyms. The audit asks through the gate's internal listener,
as whoever asked it and for one of the log's four purposes (DPA 2018 s.62(4)); that it was asked is
an entry of the log under the very pseudonyms, so that the person's own report shows it.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LOG_PURPOSES, LogOperation
from ppit_platform.desk import AtABareDesk
from ppit_platform.wire import WireModel

MOST_SUBJECTS = 100
SubjectId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")]
"""A service's own id of somebody, ``uprn:...`` for a door."""


class SubjectsAsked(WireModel):
    subject_ids: tuple[SubjectId, ...] = Field(min_length=1, max_length=MOST_SUBJECTS)


class SubjectNamed(WireModel):
    subject_id: str
    pseudonyms: tuple[str, ...]


class SubjectsNamed(WireModel):
    """``pseudonyms`` are one for each epoch whose key the service holds, the newest first."""

    subjects: tuple[SubjectNamed, ...]


def audit_router(service: str) -> APIRouter:
    """Return the routes of ``service`` for the audit; nobody's agreement has their scope."""
    router = APIRouter(prefix="/v1/audit", tags=["audit"])

    @router.post(
        "/subjects",
        **governed(
            scope=f"{service}:audit",
            log=LogOperation.AUDIT_VIEWED,
            purposes=LOG_PURPOSES,
            max_people=0,
            person_required=True,
            essential_fields=("subjects.pseudonyms", "subjects.subject_id"),
        ),
    )
    async def create_subject_names(body: SubjectsAsked, desk: AtABareDesk) -> SubjectsNamed:  # pyright: ignore[reportUnusedFunction]
        """Name subjects as the log names them, whether anything is held of them or not.

        Only the house asks this, for the audit. The answer tells nothing of anybody: whoever has
        no record has pseudonyms too.
        """
        named = {one: desk.pseudonyms.in_every_epoch(one) for one in body.subject_ids}
        desk.unit.record(
            AuditFact(
                LogOperation.AUDIT_VIEWED,
                subjects_searched=tuple(
                    dict.fromkeys(name for names in named.values() for name in names)
                ),
                fields=("pseudonyms",),
                counts={"subjects": len(named)},
            )
        )
        return SubjectsNamed(
            subjects=tuple(
                SubjectNamed(subject_id=one, pseudonyms=names) for one, names in named.items()
            )
        )

    return router
