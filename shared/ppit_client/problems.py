"""How a call fails: no token, a problem document (RFC 9457), or no answer at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ppit_client.answers import Answer, members, retry_after


class ClientFailure(Exception):
    """Whatever a call of this client raises."""


class TokenRefused(ClientFailure):
    """The gate gave no token; ``error`` is a code of RFC 6749 s.5.2 or of a problem document."""

    def __init__(self, error: str, description: str, status: int) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status


class NoAnswer(ClientFailure):
    """Nothing came back in time. What was asked may have been done all the same.

    Asking again with ``idempotency_key`` gives the answer that was lost, and does nothing twice.
    """

    def __init__(self, idempotency_key: str | None) -> None:
        super().__init__("the gate did not answer in time")
        self.idempotency_key = idempotency_key


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that breaks a rule; ``pointer`` is a JSON Pointer (RFC 6901) to it."""

    pointer: str
    code: str
    detail: str


class Problem(ClientFailure):
    """The gate refused. Branch on ``code``: it never changes once it is published."""

    def __init__(self, answer: Answer[object]) -> None:
        document = members(answer.json)
        self.answer = answer
        self.status = answer.status
        self.code = str(document.get("code") or f"HTTP_{answer.status}")
        self.title = str(document.get("title") or "")
        self.detail = str(document.get("detail") or "")
        self.type = str(document.get("type") or "about:blank")
        self.errors = tuple(_fields(document.get("errors")))
        self.request_id = answer.request_id
        self.retry_after = retry_after(answer.headers)
        super().__init__(f"{self.status} {self.code}: {self.title} ({self.detail})")


class NotAuthenticated(Problem):
    """401: the token or its proof does not hold, even after it was made anew."""


class NotPermitted(Problem):
    """403: the agreement does not allow this; the refusal stands in the log."""


class NotThere(Problem):
    """404: there is nothing here for this caller."""


class RequestWrong(Problem):
    """Any other 4xx: the request itself must change; ``errors`` names the fields."""


class InConflict(Problem):
    """409: the register is otherwise by now, or this very request is being answered."""


class LimitReached(Problem):
    """429: a limit of requests or of people; ``retry_after`` says when it opens again."""


class NotAvailable(Problem):
    """5xx: nothing was disclosed, and the same request may succeed later."""


_KINDS: Mapping[int, type[Problem]] = {
    401: NotAuthenticated,
    403: NotPermitted,
    404: NotThere,
    409: InConflict,
    429: LimitReached,
}
_SERVER_FAULT = 500


def problem_of(answer: Answer[object]) -> Problem:
    """Return what an answer that is no success is raised as."""
    usual = NotAvailable if answer.status >= _SERVER_FAULT else RequestWrong
    return _KINDS.get(answer.status, usual)(answer)


def _fields(listed: object) -> list[FieldProblem]:
    rows = cast("list[object]", listed) if isinstance(listed, list) else []
    found = (members(row) for row in rows)
    return [
        FieldProblem(*(str(one.get(name, "")) for name in ("pointer", "code", "detail")))
        for one in found
    ]
