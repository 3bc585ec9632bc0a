"""F: what a partner verifies, with keys and signatures that Standard Webhooks publishes or we make.

The first is an example made outside of this project, by the published rules of the scheme.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ppit_client.webhooks import KeyUnusable, WebhookRejected, verify

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RAW = b"0123456789abcdef0123456789abcdef"
SECRET = f"whsec_{b64encode(RAW).decode()}"
PRIVATE = Ed25519PrivateKey.from_private_bytes(RAW)
PUBLIC = f"whpk_{b64encode(PRIVATE.public_key().public_bytes_raw()).decode()}"
OTHER = f"whsec_{b64encode(RAW[::-1]).decode()}"
BODY = b'{"type":"vetting.case.decided","timestamp":"2026-11-22T12:00:00Z","data":{"id":"c-1"}}'


def _signed(body: bytes = BODY, changes: Mapping[str, str] | None = None) -> dict[str, str]:
    stamp = str(int(NOW.timestamp()))
    signed = b".".join((b"msg-1", stamp.encode(), body))
    mac = b64encode(hmac.digest(RAW, signed, hashlib.sha256)).decode()
    signature = b64encode(PRIVATE.sign(signed)).decode()
    headers = {
        "Webhook-Id": "msg-1",
        "Webhook-Timestamp": stamp,
        "Webhook-Signature": f"v1,{mac} v1a,{signature}",
    }
    return {**headers, **(changes or {})}


@pytest.mark.parametrize("keys", [[SECRET], [PUBLIC], [OTHER, SECRET], [PUBLIC, OTHER]])
def test_f_any_key_that_fits_is_enough(keys: list[str]) -> None:
    event = verify(_signed(), BODY, keys, now=NOW)
    assert (event.id, event.type, event.data) == ("msg-1", "vetting.case.decided", {"id": "c-1"})


def test_f_the_example_of_the_symmetric_scheme_verifies() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1614265330, UTC)
    with pytest.raises(WebhookRejected, match="not an event"):
        # It is signed, but what it says is no event of ours.
        verify(headers, b'{"test": 2432232314}', ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], now=at)


@pytest.mark.parametrize(
    "keys", [[], [OTHER], [f"whpk_{b64encode(RAW).decode()}"]], ids=["none", "other", "other key"]
)
def test_f_without_a_key_that_fits_it_is_rejected(keys: list[str]) -> None:
    with pytest.raises(WebhookRejected, match="no signature fits"):
        verify(_signed(), BODY, keys, now=NOW)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_f_five_minutes_are_the_tolerance(seconds: int) -> None:
    inside = timedelta(seconds=seconds - (1 if seconds > 0 else -1))
    verify(_signed(), BODY, [SECRET], now=NOW + inside)
    with pytest.raises(WebhookRejected, match="too long ago"):
        verify(_signed(), BODY, [SECRET], now=NOW + timedelta(seconds=seconds))


def test_f_a_symmetric_signature_is_not_taken_for_an_asymmetric_one() -> None:
    symmetric = _signed()["Webhook-Signature"].split(" ")[0].replace("v1,", "v1a,")
    with pytest.raises(WebhookRejected):
        verify(_signed(BODY, {"Webhook-Signature": symmetric}), BODY, [SECRET, PUBLIC], now=NOW)


@given(st.sampled_from(["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"]), st.text())
def test_f_whatever_stands_in_a_header_there_is_one_error(name: str, value: str) -> None:
    headers = _signed(BODY, {name: value})
    if headers == _signed():
        return
    with pytest.raises(WebhookRejected):
        verify(headers, BODY, [SECRET, PUBLIC], now=NOW)


@given(st.binary(max_size=200))
def test_f_a_signed_body_that_is_no_event_is_one_error(body: bytes) -> None:
    with pytest.raises(WebhookRejected, match="not an event"):
        verify(_signed(body), body, [SECRET], now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[" * 60_000,
        b"null",
        b"[]",
        b'{"type":1,"timestamp":"x","data":{}}',
        b'{"type":"x","timestamp":"x","data":[]}',
        b'{"type":"x","timestamp":"x"}',
        b"\xff\xfe",
    ],
)
def test_f_neither_depth_nor_type_nor_size_is_another_error(body: bytes) -> None:
    with pytest.raises(WebhookRejected):
        verify(_signed(body), body, [SECRET], now=NOW)


@pytest.mark.parametrize(
    "key", ["", "whsec_", "whsec_!!!!", f"whpk_{b64encode(b'short').decode()}", SECRET[6:]]
)
def test_f_a_bad_key_of_ones_own_is_told_apart_and_never_repeated(key: str) -> None:
    with pytest.raises(KeyUnusable) as raised:
        verify(_signed(), BODY, [key], now=NOW)
    assert key.removeprefix("whsec_") == "" or key not in str(raised.value)
