"""Reads the gate's signing keys from their folder, again and again: they change while it serves."""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ppit_gateway.domain.signing_keys import DatedKey, KeyRing, moment_named
from ppit_platform.tokens import KeyUnusable, PublicKey, SigningKey

_log = logging.getLogger("ppit.gate")


class SigningKeys:
    """One P-256 private key for each file ``<moment>.pem``; ``KeyUnusable`` for a bad folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.ring = self._read()

    def published(self, now: datetime) -> Mapping[str, PublicKey]:
        """Return, by key id, the keys that verify what lives now."""
        return self.ring.published(now)

    def read_again(self) -> None:
        """Take up what is new and leave off what is gone; keep what was read if it is unusable."""
        try:
            self.ring = self._read()
        except KeyUnusable as failure:
            _log.warning("signing_keys_kept reason=%s", failure)

    def _read(self) -> KeyRing:
        try:
            return KeyRing(
                DatedKey(moment_named(file.stem), SigningKey.from_pem(file.read_bytes()))
                for file in sorted(self._folder.glob("*.pem"))
            )
        except OSError as failure:
            msg = "the folder of the signing keys cannot be read"
            raise KeyUnusable(msg) from failure
