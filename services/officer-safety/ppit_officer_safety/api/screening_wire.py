"""What a caller reads of a screening: the published shape of the stored answer."""

from pydantic import Field

from ppit_officer_safety.domain.codes import MatchBasis, ScreeningResult, UnableReason
from ppit_officer_safety.domain.lifecycle import Standing
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.domain.sources import Source, SourceState
from ppit_platform.wire import Instant, WireModel


class MeasureAdvised(WireModel):
    """``stale``: its review is overdue, do it all the same. ``contested``: an appeal is open."""

    measure: ControlMeasure
    words: str
    stale: bool
    contested: bool


class SourceChecked(WireModel):
    source: Source
    status: SourceState
    version: str | None
    as_at: Instant | None


class Reliability(WireModel):
    """How current and how matched (DPA 2018 s.38(5))."""

    matched: str
    oldest_review: Standing | None
    model_version: str
    key_version: str


class FieldProblem(WireModel):
    pointer: str
    code: str
    detail: str


class ScreeningAnswer(WireModel):
    """What a visiting party must know. Never why, never who, never who else lives there.

    ``unable_reason`` beside ``MARKERS_HELD``: markers were found, and something could not be
    looked at. ``control_measures`` stand most restrictive first; empty under ``MARKERS_HELD``
    they mean that the party as described already does what is asked.
    """

    screening_id: str
    result: ScreeningResult
    unable_reason: UnableReason | None
    words: str
    control_measures: tuple[MeasureAdvised, ...]
    match_basis: MatchBasis | None
    contact_for_advice: str
    screened_at: Instant
    register_as_at: Instant | None
    valid_until: Instant = Field(description="The end of the shift: screen again after it.")
    sources_checked: tuple[SourceChecked, ...]
    reliability: Reliability
    acknowledgement_required: bool
    errors: tuple[FieldProblem, ...] = Field(
        description="In a list only: the rules that this visit breaks."
    )


class ScreeningList(WireModel):
    items: tuple[ScreeningAnswer, ...] = Field(description="In the order of the visits.")


class Acknowledged(WireModel):
    screening_id: str
    acknowledged_at: Instant


ESSENTIAL = ("control_measures", "result", "screening_id", "unable_reason", "valid_until", "words")
"""Without any of these an answer would mislead: no agreement may leave one out."""
