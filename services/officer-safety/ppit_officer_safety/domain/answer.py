"""The screening answer, exactly as it is shown and kept: codes and plain words, never a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from ppit_matching import KEY_VERSION, MODEL_VERSION
from ppit_officer_safety.domain.advice import AdvisedMeasure
from ppit_officer_safety.domain.codes import MatchBasis, ScreeningResult
from ppit_officer_safety.domain.judgement import Judgement
from ppit_officer_safety.domain.lifecycle import Standing
from ppit_officer_safety.domain.measures import PLAIN_WORDS
from ppit_officer_safety.domain.sources import CheckedSource

_MATCHED: Mapping[MatchBasis | None, str] = {
    MatchBasis.PERSON_CONFIRMED: "A person named is a person on the register.",
    MatchBasis.UPRN_EXACT: "The address is on the register.",
    MatchBasis.ADDRESS_FUZZY: "An address much like the one given is on the register.",
    MatchBasis.PERSON_PROBABLE: "A person named may be a person on the register; not certain.",
    None: "Nothing was matched.",
}


@dataclass(frozen=True, slots=True)
class Screening:
    """One visit's judgement with its id and times.

    ``register_as_at`` is the database's instant of the look-up, None where nothing was read.
    """

    screening_id: UUID
    judgement: Judgement
    screened_at: datetime
    register_as_at: datetime | None
    valid_until: datetime
    contact_for_advice: str

    def as_json(self) -> dict[str, object]:
        """Return what the caller sees and what is kept to be shown again, byte for byte."""
        judged = self.judgement
        basis = judged.advice.basis
        return {
            "screening_id": str(self.screening_id),
            "result": judged.result.value,
            "unable_reason": judged.unable_reason.value if judged.unable_reason else None,
            "words": judged.words,
            "control_measures": [_measure(each) for each in judged.measures],
            "match_basis": basis.value if basis else None,
            "contact_for_advice": self.contact_for_advice,
            "screened_at": _instant(self.screened_at),
            "register_as_at": _instant(self.register_as_at),
            "valid_until": _instant(self.valid_until),
            "sources_checked": [_source(each) for each in judged.sources],
            "reliability": self._reliability(basis),
            "acknowledgement_required": judged.result is not ScreeningResult.NO_KNOWN_MARKERS,
            "errors": [dict(error) for error in judged.errors],
        }

    def _reliability(self, basis: MatchBasis | None) -> dict[str, object]:
        """How current and how matched: DPA 2018 s.38(5) asks it of every answer."""
        standings = {each.standing for each in self.judgement.measures}
        return {
            "matched": _MATCHED[basis],
            "oldest_review": next(
                (each.value for each in reversed(Standing) if each in standings), None
            ),
            "model_version": MODEL_VERSION,
            "key_version": KEY_VERSION,
        }


def _measure(advised: AdvisedMeasure) -> dict[str, object]:
    return {
        "measure": advised.measure.value,
        "words": PLAIN_WORDS[advised.measure],
        "stale": advised.standing is Standing.STALE,
        "contested": advised.standing is Standing.CONTESTED,
    }


def _source(checked: CheckedSource) -> dict[str, object]:
    return {
        "source": checked.source.value,
        "status": checked.state.value,
        "version": checked.version,
        "as_at": _instant(checked.as_at),
    }


def _instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
