"""What to send next and what to make of the answer: the whole client, without I/O.

Each method that returns a ``Talk`` yields steps; the two shells do them and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ppit_client.answers import Answer, answer_of, succeeded
from ppit_client.asking import FileBody, Lost, Question, Received, Send, Talk, Terms
from ppit_client.exchange import BOUND, Exchange, error_of
from ppit_client.manners import Clocks, Manners, Tries
from ppit_client.problems import NoAnswer, problem_of
from ppit_client.proofs import Identity
from ppit_client.signing import ClientKey
from ppit_client.token_desk import TokenDesk, want_at
from ppit_client.tokens import Token, Tokens

_USER_AGENT = "ppit-client"


@dataclass(frozen=True, slots=True)
class Machine:
    """A client as it is registered: ``key`` is its private key as PEM."""

    gate: str
    client_id: str
    key: bytes


class Core:
    """One client at one gate."""

    def __init__(self, machine: Machine, manners: Manners, clocks: Clocks) -> None:
        issuer = machine.gate.rstrip("/")
        if not issuer.startswith(("https://", "http://")):
            msg = "the gate's address begins with https://"
            raise ValueError(msg)
        identity = Identity(issuer, machine.client_id, ClientKey.from_pem(machine.key), clocks.now)
        self.issuer = issuer
        self._exchange = Exchange(identity, manners, clocks)
        self.desk = TokenDesk(self._exchange, Tokens(clocks.monotonic))

    def ask(self, terms: Terms, question: Question) -> Talk[Answer[object]]:
        """Ask with a token and proofs of its key; raises whatever ``problems`` has."""
        tries = self._exchange.tries(repeatable=question.repeatable, with_file=question.has_file)
        want = want_at(terms, question.service, question.scope)
        while True:
            token = yield from self.desk.token(want)
            sending = self._sending(question, token, tries)
            outcome = yield from self._exchange.until_answered(tries, sending)
            renewing = self._exchange.manners.renewing and error_of(outcome) == "invalid_token"
            if renewing and tries.renewal("token"):
                # Taken back, or the agreement has another version: a new one may hold.
                self.desk.drop(want, token)
                continue
            return self._answered(outcome, question)

    def _sending(self, question: Question, token: Token, tries: Tries) -> Callable[[], Send]:
        named = {
            "User-Agent": _USER_AGENT,
            "Authorization": f"{token.scheme} {token.text}",
            "Case-Reference": question.case_reference,
            "Idempotency-Key": question.idempotency_key,
            "Content-Type": question.content_type,
            "Accept": question.accept,
        }
        headers = {name: value for name, value in named.items() if value is not None}
        if isinstance(question.body, FileBody):
            headers["Content-Length"] = str(question.body.size)

        def send() -> Send:
            method, target = question.method, question.target
            proved = dict(headers)
            if token.scheme == BOUND:
                proved["DPoP"] = self._exchange.proof(method, target, token.text)
            stall = min(self._exchange.manners.stall_seconds, tries.left)
            return Send(method, target, proved, question.body, question.into, tries.left, stall)

        return send

    def _answered(self, outcome: Received | Lost, question: Question) -> Answer[object]:
        if isinstance(outcome, Lost):
            raise NoAnswer(question.idempotency_key)
        answer = answer_of(outcome.status, outcome.headers, outcome.content)
        if self._exchange.manners.raising and not succeeded(answer.status):
            raise problem_of(answer)
        return answer
