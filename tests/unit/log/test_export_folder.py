"""An export that came in parts is joined from its folder (I9): every part, each once, as it was
sent; of a folder that is not whole nobody says how the log was signed.
"""

import gzip
import hashlib
import json
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import CannotLook, joined, main
from ppit_gateway.log.notes import NoteSigner

HEADER = b'{"format":"ppit-audit-export/1","origin":"test.kent.example/log"}\n'
PIECES = [gzip.compress(piece, mtime=0) for piece in (HEADER[:20], HEADER[20:40], HEADER[40:])]


def a_part(number: int, *, parts: int = 3, content: bytes | None = None, digest: str = "") -> bytes:
    packed = PIECES[number % 3] if content is None else content
    said = digest or hashlib.sha256(packed).hexdigest()
    told = {"number": number, "parts": parts, "sha256": said}
    return json.dumps({**told, "content": b64encode(packed).decode()}).encode()


ALL = [a_part(0), a_part(1), a_part(2)]


def test_parts_in_any_order_are_one_file() -> None:
    packed, count = joined([ALL[2], ALL[0], ALL[1]])
    assert (gzip.decompress(packed), count) == (HEADER, 3)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([], "no part in the folder"),
        ([ALL[0], ALL[2]], "part 1 is missing"),
        ([ALL[0], ALL[1]], "part 2 is missing"),
        ([*ALL, ALL[1]], "part 1 is there twice"),
        ([*ALL, a_part(3)], "beyond the last"),
        ([*ALL[:2], a_part(2, parts=4)], "not of one export"),
        ([*ALL[:2], a_part(2, digest="00" * 32)], "part 2 was changed"),
        ([*ALL, b"[]"], "no part of an export"),
        ([*ALL, b'{"number":1}'], "no part of an export"),
    ],
)
def test_a_folder_that_is_not_whole_is_not_looked_at(answers: list[bytes], words: str) -> None:
    with pytest.raises(CannotLook, match=words):
        joined(answers)


def test_the_command_joins_a_folder_and_says_so_or_cannot_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, part in enumerate(ALL):
        (tmp_path / f"{number}.json").write_bytes(part)
    private = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    (key,) = NoteSigner("test.kent.example/log", private).reader.keys
    asked = ["export", str(tmp_path), "--key", key.verifier_key]
    assert main(asked) == 0
    assert "all 3 parts are there, each once" in capsys.readouterr().out
    (tmp_path / "1.json").unlink()
    assert main(asked) == 2
    assert "part 1 is missing" in capsys.readouterr().err
