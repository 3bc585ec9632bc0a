"""Verifies what PPIT's webhooks send: Standard Webhooks 1.0.0, symmetric and asymmetric.

::

    event = verify(request.headers, request.body, ["whpk_..."])

Give every key you hold: while a secret is rotated each message carries signatures of both. Answer
any 2xx; keep ``event.id`` and ignore it when it comes again.
"""

import binascii
import hashlib
import hmac
import json
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TOLERANCE = timedelta(minutes=5)
LARGEST_BODY = 64 * 1024
_MOST_SIGNATURES = 16
_SECRET, _PUBLIC = "whsec_", "whpk_"
_SECRET_SIZES = range(24, 65)
_KEY_BYTES = 32


class WebhookRejected(ValueError):
    """What came is not a message of ours as it was sent: answer 400 and do nothing with it."""


class KeyUnusable(ValueError):
    """A key that is neither ``whsec_`` nor ``whpk_`` with its bytes in base64: mend the settings.

    Its words never hold the key.
    """


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """``id`` is the same each time a message is sent; ``data`` holds identifiers and codes."""

    id: str
    type: str
    timestamp: str
    data: Mapping[str, object]


def verify(
    headers: Mapping[str, str],
    body: bytes,
    keys: Iterable[str],
    *,
    now: datetime | None = None,
    tolerance: timedelta = TOLERANCE,
) -> WebhookEvent:
    """Return the event, if any of ``keys`` signed it within ``tolerance`` of ``now`` (UTC).

    ``WebhookRejected`` for anything else, whatever it is; ``KeyUnusable`` for a bad key of yours.
    """
    named = {name.lower(): value for name, value in headers.items()}
    message_id, stamp = _header(named, "webhook-id"), _header(named, "webhook-timestamp")
    _check_time(stamp, now or datetime.now(UTC), tolerance)
    if len(body) > LARGEST_BODY:
        msg = "larger than any message of ours"
        raise WebhookRejected(msg)
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    given = _signatures(_header(named, "webhook-signature"))
    # Every key is tried, so that the time taken tells nothing of which fitted.
    fits = [_fits(key, signed, given) for key in keys]
    if not any(fits):
        msg = "no signature fits"
        raise WebhookRejected(msg)
    return _event(message_id, body)


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    if not value or not value.isascii() or len(value) > 4096:  # noqa: PLR2004
        msg = f"no usable {name}"
        raise WebhookRejected(msg)
    return value


def _check_time(stamp: str, now: datetime, tolerance: timedelta) -> None:
    if not stamp.isdigit() or len(stamp) > 12:  # noqa: PLR2004
        msg = "webhook-timestamp is not a number of seconds"
        raise WebhookRejected(msg)
    if abs(now.timestamp() - int(stamp)) > tolerance.total_seconds():
        msg = "sent too long ago, or in the future"
        raise WebhookRejected(msg)


def _signatures(text: str) -> list[tuple[str, bytes]]:
    """Read what can be read: another version's signature is none of our business."""
    found: list[tuple[str, bytes]] = []
    for part in text.split(" ")[:_MOST_SIGNATURES]:
        version, _, encoded = part.partition(",")
        try:
            found.append((version, b64decode(encoded, validate=True)))
        except (binascii.Error, ValueError):
            continue
    return found


def _fits(key: str, signed: bytes, given: Iterable[tuple[str, bytes]]) -> bool:
    if key.startswith(_SECRET):
        expected = hmac.digest(_key_bytes(key, _SECRET), signed, hashlib.sha256)
        return any(
            version == "v1" and hmac.compare_digest(expected, signature)
            for version, signature in given
        )
    public = Ed25519PublicKey.from_public_bytes(_key_bytes(key, _PUBLIC))
    return any(
        version == "v1a" and _verifies(public, signature, signed) for version, signature in given
    )


def _key_bytes(key: str, prefix: str) -> bytes:
    sizes = _SECRET_SIZES if prefix == _SECRET else (_KEY_BYTES,)
    try:
        raw = b64decode(key.removeprefix(prefix), validate=True) if key.startswith(prefix) else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) not in sizes:
        msg = "a key is whsec_ or whpk_ and its bytes in base64"
        raise KeyUnusable(msg)
    return raw


def _verifies(public: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        public.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _event(message_id: str, body: bytes) -> WebhookEvent:
    try:
        said = cast("dict[str, object]", json.loads(body))
        kind, timestamp, data = said["type"], said["timestamp"], said["data"]
    except (ValueError, RecursionError, KeyError, TypeError) as failure:
        msg = "not an event"
        raise WebhookRejected(msg) from failure
    if not (isinstance(kind, str) and isinstance(timestamp, str) and isinstance(data, dict)):
        msg = "not an event"
        raise WebhookRejected(msg)
    return WebhookEvent(message_id, kind, timestamp, cast("dict[str, object]", data))
