"""The certificate: everything a court would ask, in one document that names nobody else.

What was searched, in which version and when; why this address; its timeline with the lineage of
each fact; what was ruled out, in counts and reasons. Its digest is of its own content.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_matching import KEY_VERSION, MODEL_VERSION
from ppit_platform.wire import instant_text
from ppit_tracing.domain.certify import EDITION, IN_USE, INDEPENDENT, RULE_VERSION, Currency, Place
from ppit_tracing.domain.codes import RuledOut, TraceOutcome
from ppit_tracing.domain.finding import Address, Searched, ruled_out_words
from ppit_tracing.domain.sources import SourceChecked

_RULE = (
    f"At least {INDEPENDENT} independent facts place the person traced at one address; one stands"
    f" on the newest edition of its list (within {EDITION.days} days) and the others were in use"
    f" within {IN_USE.days} days; nothing places the person elsewhere later; no notice says that"
    " the person left; nobody else of the name was seen at the door."
)
_IDENTITY = (
    "A source's file counts as the debtor's where name and date of birth agree at the address of"
    " the debt, or name, address and time do and nobody else of the name was ever seen there."
    " Files joined to it share a door, a time, the name and any date of birth they hold."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the certificate is about: ids and codes, as the debt system knows them."""

    certificate_id: UUID
    trace_id: UUID
    debt_reference: str
    reason: str
    purpose: str
    issued_at: datetime


def certificate_of(
    subject: Subject, outcome: TraceOutcome, address: Address, searched: Searched
) -> dict[str, object]:
    """Return the certificate with the digest of all else that stands in it."""
    certified, currency = searched.certified, searched.currency
    place = certified.place if certified else None
    if certified is None or place is None or currency is None:
        raise LookupError
    content: dict[str, object] = {
        "certificate_id": str(subject.certificate_id),
        "trace_id": str(subject.trace_id),
        "debt_reference": subject.debt_reference,
        "reason": subject.reason,
        "purpose": subject.purpose,
        "issued_at": instant_text(subject.issued_at),
        "outcome": outcome.value,
        "statement_basis": "FACT",
        "address": address.as_json(),
        "rule": {
            "version": RULE_VERSION,
            "words": _RULE,
            "identity": _IDENTITY,
            "model_version": MODEL_VERSION,
            "key_version": KEY_VERSION,
        },
        "searched": [source_json(one) for one in searched.sources],
        "stop_flags": [
            {"flag": stop.flag.value, "answer": stop.answer.value} for stop in searched.stops
        ],
        "why": _why(place),
        "timeline": _timeline(place, currency),
        "earlier_addresses": len(certified.places) - 1,
        "ruled_out": _ruled_out(searched, len(certified.places) - 1),
    }
    return {**content, "content_sha256": digest_of(content)}


def digest_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a certificate without its digest: JSON, keys sorted, no blanks."""
    bare = {name: value for name, value in content.items() if name != "content_sha256"}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def source_json(checked: SourceChecked) -> dict[str, object]:
    return {
        "source": checked.source.value,
        "state": checked.state.value,
        "version": checked.version,
        "as_at": checked.as_at.isoformat() if checked.as_at else None,
        "loaded_at": instant_text(checked.loaded_at) if checked.loaded_at else None,
    }


def _why(place: Place) -> list[str]:
    sources = sorted({seen.source.value for seen in place.sightings})
    return [
        f"{len(place.lineages())} independent facts from {len(sources)} sources say so",
        f"seen there from {place.first_seen.isoformat()} to {place.last_seen.isoformat()}",
        "nothing places the person elsewhere later, and nobody else of the name was seen there",
    ]


def _timeline(place: Place, currency: Currency) -> list[dict[str, object]]:
    """Return each sighting; facts are numbered, and two with one number are one fact."""
    numbers: dict[str, int] = {}
    return [
        {
            "source": seen.source.value,
            "record": seen.sighting_id,
            "evidence_class": seen.evidence.value,
            "lineage": f"L{numbers.setdefault(seen.lineage, len(numbers) + 1)}",
            "first_seen": seen.first_seen.isoformat(),
            "last_seen": seen.last_seen.isoformat(),
            "current": currency.current(seen),
        }
        for seen in place.sightings
    ]


def _ruled_out(searched: Searched, earlier: int) -> list[dict[str, object]]:
    counts: dict[RuledOut, int] = dict(searched.identity.ruled_out) if searched.identity else {}
    if earlier:
        counts[RuledOut.EARLIER_ADDRESS] = earlier
    return [
        {"reason": reason.value, "words": ruled_out_words(reason), "count": counts[reason]}
        for reason in RuledOut
        if counts.get(reason)
    ]
