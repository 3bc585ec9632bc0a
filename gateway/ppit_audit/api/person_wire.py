"""Whom somebody asks about: subjects of services, or a person by name whom services may hold."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ppit_audit.actions.identify_person import Whom
from ppit_audit.domain.identifying import Identified
from ppit_audit.domain.subjects import Subject
from ppit_matching import Band
from ppit_platform.answering_audit import SubjectId
from ppit_platform.finding_people import PersonSought, person_sought
from ppit_platform.wire import WireModel

ServiceName = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]


class SubjectGiven(WireModel):
    """Somebody as one service knows them: a nominal, a victim, a trace, a case, ``uprn:...``."""

    service: ServiceName
    subject_id: SubjectId


class WhomGiven(WireModel):
    """``subjects``, or a ``person`` whom services look for. Of a person somebody chooses where
    there is more than one candidate: with ``subjects``, or ``not_among`` for none of a service.
    """

    subjects: tuple[SubjectGiven, ...] = Field(default=(), max_length=20)
    person: PersonSought | None = None
    not_among: tuple[ServiceName, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.subjects and self.person is None:
            msg = "subjects, or a person"
            raise ValueError(msg)
        if self.not_among and self.person is None:
            msg = "not_among is about the candidates for a person"
            raise ValueError(msg)
        return self

    def whom(self) -> Whom:
        """Return whom they mean. Raises ``PersonNotSearchable``."""
        subjects = tuple(Subject(one.service, one.subject_id) for one in self.subjects)
        if self.person is None:
            return Whom(subjects)
        person_sought(self.person)
        return Whom(subjects, self.person.model_dump(mode="json"), self.not_among)


class CandidateShown(WireModel):
    """A subject who may be the person; ``taken``: the report is about them."""

    service: str
    subject_id: str
    band: Band
    reasons: tuple[str, ...]
    taken: bool


def candidates_shown(found: Identified) -> tuple[CandidateShown, ...]:
    return tuple(
        CandidateShown(
            service=one.subject.service,
            subject_id=one.subject.subject_id,
            band=one.band,
            reasons=one.reasons,
            taken=one.subject in found.subjects,
        )
        for one in found.candidates
    )
