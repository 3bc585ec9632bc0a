"""The keys that sign access tokens: the first, the next, and the end of those that are over.

The gate reads their folder again every few seconds. A file is named after the moment from which its
key signs: published at once, it signs half an hour later, when every verifier has seen it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from ppit_ops.failures import NotNow
from ppit_ops.folder import write_private
from ppit_ops.keys import GATE_SIGNING, new_es256_key

LEAD = timedelta(minutes=30)
"""How long a key is published before it signs. Verifiers ask again within this time."""
KEEP = timedelta(days=1)
"""How long a key stays when another signs; the last token of it was over after five minutes."""
_NAMED = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Rotated:
    """The next key's file and first moment, and the files that went."""

    file: Path
    signs_from: datetime
    gone: tuple[Path, ...]


class RotationRefused(NotNow):
    """There is nothing to rotate, or it is being done already."""


def rotate_signing_key(root: Path, now: datetime, lead: timedelta = LEAD) -> Rotated:
    """Write the next signing key below ``root``, a run folder or that of ``ppit secrets``."""
    folder = root / GATE_SIGNING
    keys = sorted(folder.glob("*.pem"))
    if not keys:
        msg = f"no signing keys are in {folder}"
        raise RotationRefused(msg)
    waiting = _moment(keys[-1])
    if waiting > now:
        msg = f"the next key is there already and signs from {waiting:%Y-%m-%d %H:%M:%S} UTC"
        raise RotationRefused(msg)
    over = now - KEEP
    gone = tuple(old for old, following in pairwise(keys) if _moment(following) < over)
    signs_from = (now + lead).astimezone(UTC).replace(microsecond=0)
    file = write_private(folder / f"{signs_from:{_NAMED}}.pem", new_es256_key())
    for old in gone:
        old.unlink()
    return Rotated(file, signs_from, gone)


def _moment(file: Path) -> datetime:
    return datetime.strptime(file.stem, _NAMED).replace(tzinfo=UTC)
