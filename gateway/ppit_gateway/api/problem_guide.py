"""Every code that a partner may be refused with: what it means, and what to do about it.

The gate's own reasons and the chassis's are its classes; those of the services stand in their
published documents (``x-problems``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from ppit_platform import boundary, cursor, hands, idempotency, mandated, uploads
from ppit_platform.problem_schema import PROBLEMS, kinds_of_problem

_OWN = ("ppit_platform", "ppit_gateway")
_READ_FOR_THEIR_REASONS = (boundary, cursor, hands, idempotency, mandated, uploads)
"""Modules of the chassis that the gate itself does not run, and whose refusals it passes on."""

_ASK_AGAIN = "Nothing was disclosed. Ask again after Retry-After, with the same Idempotency-Key."
_BY_STATUS: Mapping[int, str] = {
    400: "Correct the request as detail says; sending it again as it is ends the same way.",
    401: "Ask for a new token, and sign a new proof with the key that it is bound to.",
    403: "Ask only what the agreement grants, or have its parties agree on a new version.",
    404: "Look at the identifier: there is nothing here, or it is not yours to see.",
    405: "Use one of the methods that Allow names.",
    408: "Send the whole body without a pause.",
    409: "Read the entry again: what was sent rests on a state that is over.",
    410: "Use what the Link with rel=successor-version names.",
    411: "Send Content-Length and no Transfer-Encoding.",
    413: "Send less at once; the operation says how much it takes.",
    414: "Shorten the address; nothing that identifies a person belongs in it anyway.",
    415: "Send a media type that the operation's document names, without Content-Encoding.",
    421: "Use the published host name.",
    422: "Correct each field that errors names by its pointer.",
    429: "Wait as long as Retry-After says; RateLimit tells what is left.",
    431: "Send fewer or smaller headers.",
    500: "Report the instance of this problem: it is the request's id in the log.",
    502: _ASK_AGAIN,
    503: _ASK_AGAIN,
    504: _ASK_AGAIN,
}
_BY_CODE: Mapping[str, str] = {
    "DSA_NOT_FOUND": "Ask under an agreement that the client is registered under: GET"
    " /partners/v1/me lists them.",
    "DSA_EXPIRED": "Have its parties sign the next version; see its first and last day.",
    "DSA_SUSPENDED": "Ask its parties why. Taking it up again takes two people.",
    "PURPOSE_NOT_PERMITTED": "Ask for a token for a purpose that the agreement names.",
    "SUBJECT_CLASS_NOT_PERMITTED": "See the operation's subject_classes; have the agreement's"
    " parties agree on those that it lacks.",
    "FIELD_NOT_PERMITTED": "Leave the field out of ?fields=, or have its parties agree on it.",
    "CASE_REF_REQUIRED": "Send Case-Reference: the case that the request serves.",
    "INSUFFICIENT_SCOPE": "Ask for a token with the scope that WWW-Authenticate names.",
    "PERSON_REQUIRED": "Ask for a token that names the person who acts.",
    "FOUR_EYES_REQUIRED": "Have somebody else decide.",
    "PEOPLE_QUOTA_EXCEEDED": "Wait for midnight in London, or have its parties agree on more.",
    "ABNORMAL_USAGE": "Wait an hour. Somebody looks at why so many people were looked up.",
    "IDEMPOTENCY_KEY_REUSED": "Use a new key for a new request.",
    "USE_DPOP_NONCE": "Sign the proof again with the nonce of DPoP-Nonce.",
    "AUDIT_UNAVAILABLE": "Nothing leaves while the log is away. Ask again after Retry-After.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    status: int
    title: str
    what_to_do: str


def problems(documents: Iterable[Mapping[str, object]]) -> dict[str, Problem]:
    """Return every problem by its code, in order of the codes."""
    own = {
        kind.code: (kind.status, kind.title)
        for package in _OWN
        for kind in kinds_of_problem(package)
        if hasattr(kind, "status")
    }
    named = [
        one
        for document in documents
        for one in cast("list[dict[str, object]]", document.get(PROBLEMS, []))
    ]
    told = {str(one["code"]): (cast("int", one["status"]), str(one["title"])) for one in named}
    return {
        code: Problem(code, status, title, _BY_CODE.get(code, _BY_STATUS[status]))
        for code, (status, title) in sorted({**told, **own}.items())
    }
