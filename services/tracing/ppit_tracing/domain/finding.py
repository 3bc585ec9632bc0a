"""What a trace found, as it is kept: an answer for the debt system, and what was worked out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ppit_matching import KEY_VERSION, MODEL_VERSION
from ppit_platform.wire import instant_text
from ppit_tracing.domain.certify import RULE_VERSION, Certified, Currency, Place
from ppit_tracing.domain.codes import (
    Doubt,
    RuledOut,
    SourceName,
    StopAnswer,
    StopFlag,
    TraceOutcome,
)
from ppit_tracing.domain.identity import Identity
from ppit_tracing.domain.sources import SourceChecked
from ppit_tracing.domain.stops import Stop, gravest

CONFIRMED = frozenset({TraceOutcome.NEW_ADDRESS_CONFIRMED, TraceOutcome.SAME_ADDRESS_CONFIRMED})
_SAID_ALOUD = frozenset(StopFlag) - {StopFlag.PROTECTED}
_ENDS = {
    StopFlag.PROTECTED: TraceOutcome.PROTECTED_DO_NOT_DISCLOSE,
    StopFlag.DECEASED: TraceOutcome.DECEASED,
}


@dataclass(frozen=True, slots=True)
class Address:
    """A certified address: the door, and how the source that saw the debtor last writes it."""

    uprn: str
    line: str
    postcode: str

    def as_json(self) -> dict[str, object]:
        lines = [part.strip() for part in self.line.split(",") if part.strip()]
        return {"uprn": self.uprn, "lines": lines, "postcode": self.postcode}


def address_of(place: Place) -> Address:
    """Return an address in the words of whoever saw the debtor there last."""
    last = max(place.sightings, key=lambda seen: (seen.last_seen, seen.sighting_id))
    return Address(place.uprn, last.held.address, last.held.postcode)


@dataclass(frozen=True, slots=True)
class Searched:
    """Everything that was asked and answered, whatever came of it."""

    stops: tuple[Stop, ...]
    sources: tuple[SourceChecked, ...]
    unable: tuple[SourceName, ...]
    crowded: bool = False
    identity: Identity | None = None
    certified: Certified | None = None
    currency: Currency | None = None
    debt_uprn: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """``address`` only with an outcome that certifies one."""

    outcome: TraceOutcome
    searched: Searched
    done_at: datetime
    address: Address | None = None
    certificate: Mapping[str, object] | None = None
    candidates: int = 0
    doubts: tuple[Doubt, ...] = field(default=())

    def answer(self) -> dict[str, object]:
        """Return what the debt system reads. Whoever is protected reads like anybody not found."""
        stop = gravest(self.searched.stops)
        answer: dict[str, object] = {
            "outcome": self.outcome.value,
            "stop_flag": stop.flag.value if stop and stop.flag in _SAID_ALOUD else None,
            "candidates_count": self.candidates,
            "doubts": sorted({doubt.value for doubt in self.doubts}),
            "unable": sorted({source.value for source in self.searched.unable}),
            "reliability": self._reliability(),
        }
        if self.address is not None:
            answer["address"] = self.address.as_json()
        return answer

    def worked(self) -> dict[str, object]:
        """Return what calibration and an auditor need: reasons and counts, nobody's name."""
        identity = self.searched.identity
        return {
            "stops": {stop.flag.value: stop.answer.value for stop in self.searched.stops},
            "sources": {one.source.value: one.state.value for one in self.searched.sources},
            "versions": {one.source.value: one.version for one in self.searched.sources},
            "doubts": [doubt.value for doubt in self.doubts],
            "crowded": self.searched.crowded,
            "ruled_out": {} if identity is None else dict(identity.ruled_out),
        }

    def _reliability(self) -> dict[str, object]:
        """Say how current and how matched it is (DPA 2018 s.38(5))."""
        place = self.searched.certified.place if self.searched.certified else None
        return {
            "matched": "CONFIRMED" if place else "NOT_CONFIRMED",
            "independent_lineages": len(place.lineages()) if place else 0,
            "last_seen": place.last_seen.isoformat() if place else None,
            "rule_version": RULE_VERSION,
            "model_version": MODEL_VERSION,
            "key_version": KEY_VERSION,
            "done_at": instant_text(self.done_at),
        }


def stopped_outcome(stops: Iterable[Stop]) -> TraceOutcome | None:
    """Return what a raised flag ends the trace in, None where none is raised."""
    stop = gravest(stops)
    return None if stop is None else _ENDS.get(stop.flag, TraceOutcome.NOT_PERMITTED)


def is_open(searched: Searched) -> bool:
    """Tell whether an address may be shown: every flag was asked and answered, and none hangs."""
    answers = {stop.flag: stop.answer for stop in searched.stops}
    asked = all(answers.get(flag) is StopAnswer.NOT_RAISED for flag in StopFlag)
    return asked and not any(source in _NEEDED for source in searched.unable)


_NEEDED = frozenset({SourceName.DEATHS, SourceName.INSOLVENCIES, SourceName.PROTECTION})


def unconfirmed_outcome(searched: Searched, candidates: int) -> TraceOutcome:
    """Return what is said without an address: no trace only if everything was looked at."""
    identity = searched.identity
    if identity is not None and identity.torn:
        return TraceOutcome.MULTIPLE_IDENTITIES
    hangs = any(stop.answer is not StopAnswer.NOT_RAISED for stop in searched.stops)
    if candidates or searched.unable or searched.crowded or hangs:
        return TraceOutcome.CANDIDATES_UNCONFIRMED
    return TraceOutcome.GONE_AWAY_NO_TRACE


def ruled_out_words(reason: RuledOut) -> str:
    return _WORDS[reason]


_WORDS: Mapping[RuledOut, str] = {
    RuledOut.OTHER_NAME: "records of somebody with another name at a door that was looked at",
    RuledOut.INITIAL_ONLY: "records that give an initial or part of the name alone",
    RuledOut.OTHER_BIRTHDAY: "records of somebody of the name with another date of birth",
    RuledOut.NOT_PLACED: "records of the name that nothing ties to this debtor",
    RuledOut.ACCOUNT_IN_TWO_FILES: "files into which a source put one account twice",
    RuledOut.EARLIER_ADDRESS: "addresses at which the debtor was seen earlier, not later",
}
