"""What a warden must know at the door: officer-safety's advice, or that there is none to be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

UNABLE = "UNABLE_TO_SCREEN"
UNAVAILABLE = "SOURCE_UNAVAILABLE"
_RESULTS = frozenset({"MARKERS_HELD", "NO_KNOWN_MARKERS", UNABLE})


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do, in officer-safety's code and plain words."""

    measure: str
    words: str
    stale: bool
    contested: bool


@dataclass(frozen=True, slots=True)
class Safety:
    """One screening, as far as we were told of it."""

    result: str
    unable_reason: str | None
    control_measures: tuple[Measure, ...] = ()
    screening_id: str | None = None
    valid_until: str | None = None
    contact_for_advice: str | None = None
    acknowledgement_required: bool = False


NOT_SCREENED = Safety(UNABLE, UNAVAILABLE)
"""Nobody could ask, or the answer was none that we know: never an all-clear."""


def read_screenings(body: object, wanted: int) -> list[Safety]:
    """Read the answer to ``wanted`` visits; one that is not whole leaves every visit unscreened.

    An answer too few would put somebody's advice on somebody else's door.
    """
    items = cast("Mapping[str, object]", body).get("items") if isinstance(body, Mapping) else None
    if not isinstance(items, Sequence) or len(cast("Sequence[object]", items)) != wanted:
        return [NOT_SCREENED] * wanted
    return [_screening(item) for item in cast("Sequence[object]", items)]


def _screening(item: object) -> Safety:
    try:
        return _read(cast("Mapping[str, object]", item))
    except (AttributeError, KeyError, TypeError):
        return NOT_SCREENED


def _read(said: Mapping[str, object]) -> Safety:
    result, reason = said["result"], said["unable_reason"]
    measures = cast("Sequence[Mapping[str, object]]", said["control_measures"])
    screening_id, until = said["screening_id"], said["valid_until"]
    if not isinstance(screening_id, str) or not isinstance(until, str):
        return NOT_SCREENED
    if not isinstance(result, str) or result not in _RESULTS:
        return NOT_SCREENED
    if (result == UNABLE and not isinstance(reason, str)) or isinstance(measures, str):
        return NOT_SCREENED
    contact = said.get("contact_for_advice")
    return Safety(
        result=result,
        unable_reason=reason if isinstance(reason, str) else None,
        control_measures=tuple(_measure(each) for each in measures),
        screening_id=screening_id,
        valid_until=until,
        contact_for_advice=contact if isinstance(contact, str) else None,
        acknowledgement_required=said.get("acknowledgement_required") is True,
    )


def _measure(said: Mapping[str, object]) -> Measure:
    measure, words = said["measure"], said["words"]
    if not isinstance(measure, str) or not isinstance(words, str):
        raise TypeError
    return Measure(measure, words, said.get("stale") is True, said.get("contested") is True)
