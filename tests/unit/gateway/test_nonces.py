"""A4: nonces of the gate, known to every worker and stored by none."""

from datetime import UTC, datetime, timedelta

import pytest

from ppit_gateway.domain.nonces import SPAN, Nonces

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NONCES = Nonces(b"a secret of the gate")


def test_a_nonce_holds_for_the_key_that_it_was_given_to() -> None:
    nonce = NONCES.issue("thumb-1", NOW)
    assert NONCES.accepts(nonce, "thumb-1", NOW)
    assert not NONCES.accepts(nonce, "thumb-2", NOW)


def test_a_nonce_holds_in_its_span_and_the_next_one() -> None:
    last = NOW + SPAN - timedelta(seconds=1)
    nonce = NONCES.issue("thumb-1", last)
    assert NONCES.accepts(nonce, "thumb-1", last + SPAN)
    assert not NONCES.accepts(nonce, "thumb-1", last + SPAN + timedelta(seconds=1))


def test_a_nonce_of_the_time_to_come_is_none() -> None:
    assert not NONCES.accepts(NONCES.issue("thumb-1", NOW + SPAN), "thumb-1", NOW)


def test_every_worker_with_the_secret_knows_it_and_nobody_else() -> None:
    nonce = NONCES.issue("thumb-1", NOW)
    assert Nonces(b"a secret of the gate").accepts(nonce, "thumb-1", NOW)
    assert not Nonces(b"another secret").accepts(nonce, "thumb-1", NOW)


@pytest.mark.parametrize("nonce", ["", "x", "caf\u00e9", "\ud800", "=" * 4000])
def test_what_nobody_issued_is_no_nonce(nonce: str) -> None:
    assert not NONCES.accepts(nonce, "thumb-1", NOW)
