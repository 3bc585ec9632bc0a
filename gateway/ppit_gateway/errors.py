"""Why the gate refuses: one class per reason, with the code that partners branch on."""

from collections.abc import Mapping
from typing import ClassVar

from ppit_platform.errors import ServiceError


class Unauthenticated(ServiceError):
    """No usable proof of who asks. ``challenge`` is the error code of RFC 6750 s.3.1, if any."""

    status = 401
    code = "UNAUTHENTICATED"
    title = "This API answers only callers that show an access token"
    challenge: ClassVar[str | None] = None


class TokenInvalid(Unauthenticated):
    code = "INVALID_TOKEN"
    title = "The access token is not valid here, or no longer"
    challenge = "invalid_token"


class ProofInvalid(Unauthenticated):
    """RFC 9449 s.7.1: the token is bound to a key that this request does not prove."""

    code = "INVALID_DPOP_PROOF"
    title = "The request does not prove the key that its access token is bound to"
    challenge = "invalid_dpop_proof"


class TokenExpired(TokenInvalid):
    """It was good until it expired: whoever shows it is late, which is no failed try."""


class TooManyBadTokens(ServiceError):
    """Too many failed tries (A9); whoever shows a good token is answered all the same."""

    status = 429
    code = "TOO_MANY_FAILURES"
    title = "Tokens or proofs that do not hold were shown too often within a minute"

    def __init__(self, seconds: int) -> None:
        super().__init__("wait as long as Retry-After says")
        self._seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self._seconds)}


class NonceWrong(ProofInvalid):
    """RFC 9449 s.9: the answer's ``DPoP-Nonce`` is the one to use."""

    code = "USE_DPOP_NONCE"
    title = "The proof names a nonce that this gate did not give to this key, or not lately"
    challenge = "use_dpop_nonce"


class Denied(ServiceError):
    """Authenticated, understood and refused: always said in the log (DPA 2018 s.62)."""

    status = 403
    title = "The agreement does not allow this"


class AgreementNotFound(Denied):
    code = "DSA_NOT_FOUND"
    title = "No such agreement binds this client"


class AgreementExpired(Denied):
    code = "DSA_EXPIRED"
    title = "The agreement is not in force today"


class AgreementSuspended(Denied):
    code = "DSA_SUSPENDED"
    title = "The agreement is suspended"


class PurposeNotPermitted(Denied):
    code = "PURPOSE_NOT_PERMITTED"
    title = "The agreement does not cover this purpose"


class OperationNotPermitted(Denied):
    code = "OPERATION_NOT_PERMITTED"
    title = "This operation does not serve this purpose"


class SubjectClassNotPermitted(Denied):
    """DPA 2018 s.38(3): the operation is about people whom the agreement does not name."""

    code = "SUBJECT_CLASS_NOT_PERMITTED"
    title = "The agreement does not cover every class of people that this operation concerns"


class FieldNotPermitted(Denied):
    code = "FIELD_NOT_PERMITTED"
    title = "A field asked for by name is not one that the agreement lets leave"


class InsufficientScope(Denied):
    code = "INSUFFICIENT_SCOPE"
    title = "This operation needs a scope that the caller does not have"

    def __init__(self, scope: str) -> None:
        super().__init__(f"it needs {scope}")
        self.scope = scope


class PersonRequired(Denied):
    code = "PERSON_REQUIRED"
    title = "Only a person may do this; the token speaks for a machine"


class UserNotVouched(Denied):
    code = "USER_NOT_VOUCHED"
    title = "The agreement does not let this partner vouch for its users"


class HouseCallNotPermitted(Denied):
    code = "HOUSE_CALL_NOT_PERMITTED"
    title = "No rule lets this service ask this for this purpose"


class CaseReferenceRequired(Denied):
    code = "CASE_REF_REQUIRED"
    title = "Every request names the case it serves"


class CaseReferenceInvalid(Denied):
    status = 400
    code = "CASE_REF_INVALID"
    title = "A case reference is 3 to 40 of A-Z 0-9 / -"


class IdempotencyKeyRequired(Denied):
    status = 400
    code = "IDEMPOTENCY_KEY_REQUIRED"
    title = "This operation needs an Idempotency-Key"


class IdempotencyKeyInvalid(Denied):
    status = 400
    code = "IDEMPOTENCY_KEY_INVALID"
    title = "An idempotency key is 8 to 64 of A-Z a-z 0-9 _ -"


class PeopleQuotaExceeded(Denied):
    """The day's people are spent (draft-ietf-httpapi-ratelimit-headers, quota-exceeded)."""

    status = 429
    code = "PEOPLE_QUOTA_EXCEEDED"
    title = "The agreement's number of people for today is used up"
    retry_after = 3600
    members: ClassVar[Mapping[str, object]] = {
        "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
        "violated-policies": ["people-per-day"],
    }


_LIMIT_TYPES = "https://iana.org/assignments/http-problem-types#"


class TooManyRequests(ServiceError):
    """A request limit is reached (draft-ietf-httpapi-ratelimit-headers, quota-exceeded)."""

    status = 429
    code = "TOO_MANY_REQUESTS"
    title = "More requests than the agreement lets this caller make in the time"

    def __init__(self, policies: tuple[str, ...], seconds: int) -> None:
        super().__init__("wait as long as Retry-After says")
        self.members: Mapping[str, object] = {
            "type": f"{_LIMIT_TYPES}quota-exceeded",
            "violated-policies": list(policies),
        }
        self._seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self._seconds)}


class AbnormalUsage(Denied):
    """One person has looked at more people within an hour than a day's duty asks for."""

    status = 429
    code = "ABNORMAL_USAGE"
    title = "So many different people in one hour are not shown to one person"
    retry_after = 3600
    members: ClassVar[Mapping[str, object]] = {"type": f"{_LIMIT_TYPES}abnormal-usage-detected"}


class ReducedCapacity(ServiceError):
    """The gate sheds load rather than queue it (draft-ietf-httpapi-ratelimit-headers)."""

    status = 503
    code = "REDUCED_CAPACITY"
    title = "As many requests as may be are under way already"
    retry_after = 1
    members: ClassVar[Mapping[str, object]] = {"type": f"{_LIMIT_TYPES}temporary-reduced-capacity"}


class ServiceUnavailable(ServiceError):
    status = 503
    code = "SERVICE_UNAVAILABLE"
    title = "The service behind the gate does not answer; nothing was disclosed"
    retry_after = 2


class ServiceTimeout(ServiceError):
    status = 504
    code = "SERVICE_TIMEOUT"
    title = "The service behind the gate did not answer in time; nothing was disclosed"
    retry_after = 2


class BadUpstream(ServiceError):
    status = 502
    code = "BAD_UPSTREAM"
    title = "The service behind the gate answered badly; nothing of its answer was passed on"


class BadRequest(ServiceError):
    status = 400
    code = "BAD_REQUEST"
    title = "The request is not one that this gate reads"


class MisdirectedHost(BadRequest):
    status = 421
    code = "MISDIRECTED_REQUEST"
    title = "This gate does not answer for that host"


class MethodNotAllowed(ServiceError):
    status = 405
    code = "METHOD_NOT_ALLOWED"
    title = "No operation of this path has this method"

    def __init__(self, detail: str, allowed: frozenset[str]) -> None:
        super().__init__(detail)
        self._allowed = allowed

    @property
    def headers(self) -> dict[str, str]:
        return {"Allow": ", ".join(sorted(self._allowed))}


class OperationRetired(ServiceError):
    """After its sunset (RFC 8594) an operation is gone; ``told`` says what comes after it."""

    status = 410
    code = "OPERATION_RETIRED"
    title = "This operation has ended; see the link to its successor"

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__("ask its successor-version")
        self._told = told

    @property
    def headers(self) -> dict[str, str]:
        return dict(self._told)


class LengthRequired(ServiceError):
    status = 411
    code = "LENGTH_REQUIRED"
    title = "Bodies come with a Content-Length and without Transfer-Encoding"


class UriTooLong(ServiceError):
    status = 414
    code = "URI_TOO_LONG"
    title = "The address is longer than 2 KiB"


class HeadersTooLarge(ServiceError):
    status = 431
    code = "HEADERS_TOO_LARGE"
    title = "The headers are more than 64, or more than 16 KiB"


class TooManyFiles(ServiceError):
    status = 503
    code = "TOO_MANY_FILES"
    title = "As many files as may be are being received already"
    retry_after = 15


class RequestTimeout(ServiceError):
    status = 408
    code = "REQUEST_TIMEOUT"
    title = "The body did not arrive in time"

    @property
    def headers(self) -> dict[str, str]:
        return {"Connection": "close"}


class OAuthRefusal(Exception):
    """A refusal of the token endpoint (RFC 6749 s.5.2): it has its own form of error."""

    status: ClassVar[int] = 400
    error: ClassVar[str]

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description

    @property
    def headers(self) -> dict[str, str]:
        return {}


class InvalidTokenRequest(OAuthRefusal):
    error = "invalid_request"


class InvalidClient(OAuthRefusal):
    status = 401
    error = "invalid_client"

    def __init__(self, description: str, client_id: str | None = None) -> None:
        super().__init__(description)
        self.client_id = client_id


class UnsupportedGrantType(OAuthRefusal):
    error = "unsupported_grant_type"


class InvalidScope(OAuthRefusal):
    error = "invalid_scope"


class InvalidDetails(OAuthRefusal):
    """RFC 9396 s.5."""

    error = "invalid_authorization_details"


class InvalidDpopProof(OAuthRefusal):
    """RFC 9449 s.5."""

    error = "invalid_dpop_proof"


class UseDpopNonce(OAuthRefusal):
    """RFC 9449 s.8: ask again with a new proof that names ``nonce``."""

    error = "use_dpop_nonce"

    def __init__(self, nonce: str) -> None:
        super().__init__("make the proof anew, with the nonce of the header DPoP-Nonce")
        self._nonce = nonce

    @property
    def headers(self) -> dict[str, str]:
        return {"DPoP-Nonce": self._nonce}


class TooManyFailures(OAuthRefusal):
    """What failed has failed too often; whoever proves a key is answered all the same."""

    status = 429
    error = "invalid_client"

    def __init__(self, seconds: int) -> None:
        super().__init__("too many failed authentications; wait as long as Retry-After says")
        self._seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self._seconds)}
