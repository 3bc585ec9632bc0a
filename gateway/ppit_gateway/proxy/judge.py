"""Looks at a service's whole answer before any of it may leave."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from ppit_gateway.domain.fields import PROBLEM
from ppit_gateway.domain.filtering import Filtered, filtered
from ppit_gateway.domain.listing import Form, as_json, as_list, item_of, of_items
from ppit_gateway.domain.operations import Operation
from ppit_gateway.domain.record import FactUnreadable, people_disclosed, read_fact
from ppit_gateway.errors import BadUpstream, PeopleQuotaExceeded
from ppit_gateway.proxy.answer_reader import ServiceAnswer
from ppit_gateway.proxy.gate import Permitted
from ppit_gateway.proxy.hopping import public_headers
from ppit_platform import quick_json
from ppit_platform.audit import ENVELOPE_TYPE, AuditFact, Envelope, EnvelopeBroken
from ppit_platform.problems import MEDIA_TYPE
from ppit_platform.spool import JSON, media_type

_NOTHING = Filtered(None, frozenset(), frozenset(), frozenset())
_EVERYTHING = frozenset({"*"})
_log = logging.getLogger("ppit.gate")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it may leave, and the facts that must be in the log before it does."""

    status: int
    body: bytes
    content_type: str | None
    headers: Mapping[str, str]
    filtered: Filtered
    facts: tuple[AuditFact, ...]


def judge(answer: ServiceAnswer, permitted: Permitted, form: Form, people_reserved: int) -> Judged:
    """Return what may leave of ``answer``, and a list in the form that was asked for.

    ``BadUpstream`` if it cannot be trusted as a whole.
    """
    envelope = _opened(answer)
    facts = _facts(envelope)
    success = answer.status < HTTPStatus.BAD_REQUEST
    if success and people_disclosed(facts) > people_reserved and _shown_before(facts):
        msg = "fewer people are left of it than this answer names"
        raise PeopleQuotaExceeded(msg)
    # A success without its fact, or with more people than were reserved, was never decided.
    if success != (len(facts) == 1) or people_disclosed(facts) > people_reserved:
        msg = "its facts do not fit its answer"
        raise BadUpstream(msg)
    found = _filtered(envelope, answer.status, permitted, success=success)
    _alarm(permitted.operation, found)
    headers = public_headers(permitted.operation.service, answer.headers)
    body, kind, found = _rendered(found, answer.status, permitted, form if success else Form.JSON)
    return Judged(answer.status, body, kind, headers, found, facts)


def _shown_before(facts: tuple[AuditFact, ...]) -> bool:
    """Say whether this is a kept answer, which no limit of today could make smaller."""
    return all(fact.counts.get("replayed") for fact in facts)


def _opened(answer: ServiceAnswer) -> Envelope:
    # A service that refuses our seal answers outside of an envelope: that is our fault, not the
    # partner's, and its 401 would tell the partner a lie.
    if answer.content_type != ENVELOPE_TYPE or answer.status == HTTPStatus.UNAUTHORIZED:
        msg = "it did not answer in an envelope"
        raise BadUpstream(msg)
    try:
        return Envelope.unpack(answer.body)
    except EnvelopeBroken as failure:
        msg = "its answer broke off"
        raise BadUpstream(msg) from failure


def _facts(envelope: Envelope) -> tuple[AuditFact, ...]:
    try:
        return tuple(read_fact(fact) for fact in envelope.facts)
    except FactUnreadable as failure:
        msg = "its facts cannot be read"
        raise BadUpstream(msg) from failure


def _filtered(envelope: Envelope, status: int, permitted: Permitted, *, success: bool) -> Filtered:
    """Take from the body what may leave; of an empty one nothing."""
    shape = permitted.operation.answers.get(status) if success else PROBLEM
    kind = JSON if success else MEDIA_TYPE
    if shape is None:
        msg = "its status is not a published one"
        raise BadUpstream(msg)
    if not envelope.body:
        return _NOTHING
    if media_type(envelope.content_type) != kind:
        msg = "its body is of a type that is not published"
        raise BadUpstream(msg)
    allowed = permitted.allowed.fields if success else _EVERYTHING
    try:
        return filtered(quick_json.read(envelope.body), shape, allowed)
    except (ValueError, RecursionError) as failure:
        raise _not_json() from failure


def _rendered(
    found: Filtered, status: int, permitted: Permitted, form: Form
) -> tuple[bytes, str | None, Filtered]:
    """Return the very bytes that leave, their type, and what is in them."""
    if found is _NOTHING:
        return b"", None, found
    kind = JSON if status < HTTPStatus.BAD_REQUEST else MEDIA_TYPE
    item = item_of(permitted.operation, status)
    try:
        if form is Form.JSON or item is None:
            return as_json(found.value), kind, found
        rendered = as_list(found.value, item, permitted.allowed.fields, form)
    except (ValueError, RecursionError) as failure:
        raise _not_json() from failure
    # What stood beside the items is not in a list of them.
    return rendered, form.content_type, replace(found, passed=of_items(found.passed))


def _not_json() -> BadUpstream:
    # Neither NaN nor half of a character is JSON, whatever Python's own reader says.
    msg = "its body is not JSON"
    return BadUpstream(msg)


def _alarm(operation: Operation, found: Filtered) -> None:
    for name in sorted(found.unpublished):
        _log.warning("field_unpublished operation=%s field=%s", operation.name, name)
