"""J: what a client asks again, when, how often, and when it stops. No clock runs here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import cast

import httpx
import pytest

from ppit_client import (
    CSV,
    Clocks,
    LimitReached,
    Manners,
    NoAnswer,
    NotAuthenticated,
    NotAvailable,
    Terms,
    TokenRefused,
)
from ppit_client.answers import Answer
from ppit_client.asking import (
    Fetch,
    FileBody,
    Lost,
    Question,
    Received,
    Send,
    Sink,
    Talk,
    ValueT,
    Wait,
)
from ppit_client.core import Core, Machine
from ppit_client.keys import new_key_pair
from ppit_client.questions import Upload, reading, writing
from ppit_client.signing import part

KEY = new_key_pair()
TERMS = Terms("DSA-001", "OFFICER_SAFETY_VISIT", "w-017")
PATH = "/officer-safety/v1/screenings"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = b'{"access_token": "t.t.t", "token_type": "DPoP", "expires_in": 300}'
GIVEN = Received(200, {"content-type": "application/json", "dpop-nonce": "n1"}, TOKEN)
FINE = Received(200, {"content-type": "application/json"}, b'{"result": "NO_KNOWN_MARKERS"}')
READ = reading(PATH, "VISIT/1")


@dataclass(slots=True)
class Played:
    """A client without a network: answers come from a list, and waiting only moves its clock."""

    manners: Manners = field(default_factory=Manners)
    seconds: float = 0.0
    waited: list[float] = field(default_factory=list[float])
    sent: list[Send] = field(default_factory=list[Send])
    takes: float = 0.0
    core: Core = field(init=False)

    def __post_init__(self) -> None:
        clocks = Clocks(
            lambda: START + timedelta(seconds=self.seconds), lambda: self.seconds, lambda: 1.0
        )
        self.core = Core(
            Machine("https://gate.example", "c", KEY.private_pem), self.manners, clocks
        )

    def ask(self, question: Question, answers: Sequence[Received | Lost]) -> Answer:
        left = list(answers)
        answer = self._driven(self.core.ask(TERMS, question), left)
        assert left == []
        return answer

    def _driven(self, talk: Talk[ValueT], answers: list[Received | Lost]) -> ValueT:
        outcome: object = None
        while True:
            try:
                step = talk.send(outcome)
            except StopIteration as end:
                return cast("ValueT", end.value)
            match step:
                case Wait(seconds):
                    self.waited.append(seconds)
                    self.seconds += seconds
                    outcome = None
                case Fetch(want):
                    outcome = self._driven(self.core.desk.fetch(want), answers)
                case Send():
                    self.sent.append(step)
                    self.seconds += self.takes
                    outcome = answers.pop(0)


def refused(status: int, code: str = "SAID", **headers: str) -> Received:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = f'{{"status": {status}, "code": "{code}", "title": "said"}}'.encode()
    return Received(status, {"content-type": "application/problem+json", **named}, body)


def test_retry_after_is_waited_for_and_then_asked_again() -> None:
    played = Played()
    busy = [refused(429, retry_after="3"), refused(503, retry_after="2")]
    assert played.ask(READ, [GIVEN, *busy, FINE]).status == 200
    assert played.waited == [3.0, 2.0]


@pytest.mark.parametrize("status", [502, 504])
def test_a_broken_answer_is_asked_for_again_after_longer_and_longer(status: int) -> None:
    played = Played()
    played.ask(READ, [GIVEN, refused(status), refused(status), FINE])
    assert played.waited == [0.5, 1.0]


def test_a_wait_that_ends_after_the_deadline_is_not_begun() -> None:
    played = Played(Manners(seconds=10))
    with pytest.raises(LimitReached) as caught:
        played.ask(READ, [GIVEN, refused(429, retry_after="3600")])
    assert caught.value.retry_after == 3600
    assert played.waited == []


def test_all_tries_together_end_by_the_deadline() -> None:
    played = Played(Manners(seconds=10, tries=100), takes=4)
    with pytest.raises(NotAvailable):
        played.ask(READ, [GIVEN, refused(502), refused(502)])
    assert [round(one.seconds, 2) for one in played.sent] == [30.0 - 20, 6.0, 1.5]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_what_will_not_change_by_itself_is_asked_once(status: int) -> None:
    played = Played(Manners(raising=False))
    assert played.ask(READ, [GIVEN, refused(status)]).status == status


def test_d_an_answer_that_is_being_made_is_waited_for() -> None:
    played = Played()
    question = writing(PATH, {}, "VISIT/1", None)
    in_flight = refused(409, "IDEMPOTENCY_KEY_IN_FLIGHT", retry_after="1")
    assert played.ask(question, [GIVEN, in_flight, FINE]).status == 200
    assert len({one.headers["Idempotency-Key"] for one in played.sent[1:]}) == 1


@pytest.mark.parametrize("outcome", [Lost(sent=True), refused(502), refused(503, retry_after="1")])
def test_a_request_that_might_be_done_twice_is_asked_once(outcome: Received | Lost) -> None:
    played = Played()
    question = writing(PATH, {}, "VISIT/1", "")
    with pytest.raises((NoAnswer, NotAvailable)):
        played.ask(question, [GIVEN, outcome])
    assert len(played.sent) == 2


def test_a_request_that_cannot_have_arrived_is_asked_again_even_then() -> None:
    played = Played()
    question = writing(PATH, {}, "VISIT/1", "")
    assert played.ask(question, [GIVEN, Lost(sent=False), FINE]).status == 200


def test_d_a_lost_answer_names_the_key_by_which_it_is_asked_for_again() -> None:
    played = Played(Manners(tries=2))
    question = writing(PATH, {}, "VISIT/1", "key-00000001")
    with pytest.raises(NoAnswer) as caught:
        played.ask(question, [GIVEN, Lost(sent=True), Lost(sent=True)])
    assert caught.value.idempotency_key == "key-00000001"


def test_no_more_than_a_tenth_of_all_calls_is_asked_again_and_three_at_the_start() -> None:
    played = Played(Manners(raising=False))
    played.ask(READ, [GIVEN, refused(502), refused(502), refused(502), refused(502)])
    for _ in range(5):
        played.ask(READ, [refused(502)])
    assert len(played.waited) == 3
    for _ in range(5):
        played.ask(READ, [FINE])
    played.ask(READ, [refused(502), FINE])
    assert len(played.waited) == 4


def test_a_try_has_a_proof_of_its_own_with_the_nonce_of_the_last_answer() -> None:
    played = Played()
    again = refused(503, retry_after="1", dpop_nonce="n2")
    played.ask(READ, [GIVEN, again, FINE])
    one, other = (part(sent.headers["DPoP"], 1) for sent in played.sent[1:])
    assert (one["nonce"], other["nonce"]) == ("n1", "n2")
    assert one["jti"] != other["jti"]
    assert one["ath"] == other["ath"]


def test_b2_a_nonce_that_is_asked_for_twice_is_given_once() -> None:
    played = Played()
    asked = refused(
        401,
        "USE_DPOP_NONCE",
        dpop_nonce="n2",
        www_authenticate='DPoP error="use_dpop_nonce", algs="ES256"',
    )
    with pytest.raises(NotAuthenticated, match="USE_DPOP_NONCE"):
        played.ask(READ, [GIVEN, asked, asked])
    assert played.waited == []


def test_a_token_that_is_refused_twice_is_renewed_once() -> None:
    played = Played()
    over = refused(401, "INVALID_TOKEN", www_authenticate='DPoP error="invalid_token"')
    with pytest.raises(NotAuthenticated, match="INVALID_TOKEN"):
        played.ask(READ, [GIVEN, over, GIVEN, over])


def test_a_token_is_renewed_before_its_end_and_not_earlier() -> None:
    played = Played()
    played.ask(READ, [GIVEN, FINE])
    played.seconds += 270
    played.ask(READ, [FINE])
    played.seconds += 15
    played.ask(READ, [GIVEN, FINE])
    assert len(played.sent) == 5


def test_a4_a_token_that_is_not_bound_is_not_taken() -> None:
    played = Played()
    bearer = Received(200, GIVEN.headers, TOKEN.replace(b"DPoP", b"Bearer"))
    with pytest.raises(TokenRefused, match="token_type"):
        played.ask(READ, [bearer])


def test_a_file_is_sent_from_its_beginning_each_time() -> None:
    file = BytesIO(b"skipped,rest,of,it")
    file.seek(8)
    question = writing(PATH, Upload(file, CSV), "LIST/1", None)
    played = Played()
    played.ask(question, [GIVEN, Lost(sent=True), FINE])
    body = played.sent[-1].body
    assert isinstance(body, FileBody)
    contents: list[bytes] = []
    for _ in range(2):
        body.rewind()
        contents.append(body.block())
    assert contents == [b"rest,of,it"] * 2
    assert played.sent[-1].headers["Content-Length"] == "10"


def test_what_a_broken_try_left_in_a_file_is_overwritten() -> None:
    into = BytesIO()
    into.write(b"before|")
    sink = Sink.at(into)
    into.write(b"half of an answer")
    sink.rewind()
    into.write(b"all")
    assert into.getvalue() == b"before|all"


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="https://"):
        Core(Machine("gate.example", "c", KEY.private_pem), Manners(), Clocks())


def test_nothing_of_a_token_or_a_key_is_in_what_a_step_shows_of_itself() -> None:
    played = Played()
    played.ask(READ, [GIVEN, FINE])
    shown = repr(played.sent) + repr(Terms("a", "b", subject_token="secret")) + repr(KEY)  # noqa: S106  # no secret
    assert "t.t.t" not in shown
    assert "secret" not in shown
    assert "PRIVATE" not in shown


def test_the_address_of_a_proof_has_no_query() -> None:
    played = Played()
    played.ask(reading(f"{PATH}?cursor=2", "VISIT/1"), [GIVEN, FINE])
    assert part(played.sent[-1].headers["DPoP"], 1)["htu"] == f"https://gate.example{PATH}"
    assert httpx.URL(played.sent[-1].target).query == b"cursor=2"
