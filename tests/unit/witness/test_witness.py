"""A witness (I7, C2SP tlog-witness): it signs only what grew from what it signed before."""

import http.client
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import Key
from ppit_gateway.log.notes import NoteSigner
from ppit_witness.cli import main, serve, signing_key
from ppit_witness.witness import Witness
from tests.support.merkle import consistency_path, leaves, tree_hash

LOG = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
STRANGER = NoteSigner("test.kent.example/log", Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
OTHER = NoteSigner("other.example/log", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
NAME = "thanet.example/witness"
NOW = 1_790_000_000
LEAVES = leaves(9)
FORK = [*LEAVES[:3], LEAVES[0], *LEAVES[4:]]


def a_witness(folder: Path) -> Witness:
    keys = [Key(key.verifier_key) for key in LOG.reader.keys]
    return Witness(NAME, signing_key(folder), keys, (folder, lambda: NOW))


def asking(old: int, size: int, *, signer: NoteSigner = LOG, tree: list[bytes] = LEAVES) -> bytes:
    path = consistency_path(old, tree[:size]) if 0 < old < size else ()
    lines = "".join(f"{b64encode(step).decode()}\n" for step in path)
    return f"old {old}\n{lines}\n{signer.sign(size, tree_hash(tree[:size]))}".encode()


def test_it_cosigns_a_log_as_it_grows_and_says_when(tmp_path: Path) -> None:
    witness = a_witness(tmp_path)
    name, _, material = witness.verifier_key.split("+", 2)
    public = signing_key(tmp_path).public_key()
    assert (name, b64decode(material)[1:]) == (NAME, public.public_bytes_raw())
    answers = [witness.add_checkpoint(asking(*step)) for step in ((0, 3), (3, 7), (7, 7), (7, 9))]
    assert [answer.status for answer in answers] == [200] * 4
    dash, signer, packed = answers[-1].body.rstrip("\n").split(" ")
    raw = b64decode(packed)
    text = LOG.sign(9, tree_hash(LEAVES)).partition("\n\n")[0] + "\n"
    public.verify(raw[12:], f"cosignature/v1\ntime {NOW}\n{text}".encode())
    assert (dash, signer, int.from_bytes(raw[4:12])) == ("\u2014", NAME, NOW)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (asking(5, 9, signer=OTHER), 404, ""),
        (asking(5, 9, signer=STRANGER), 403, ""),
        (asking(0, 9), 409, "5\n"),
        (asking(4, 9), 409, "5\n"),
        (asking(5, 5, tree=FORK), 409, "5\n"),
        (asking(5, 9, tree=FORK), 422, ""),
        (asking(5, 9).replace(b"old 5\n", b"old 5\nAAAA\n"), 422, ""),
        (asking(5, 4), 400, ""),
        (asking(5, 9).replace(b"old 5", b"old 05"), 400, ""),
        (b"", 400, ""),
        (b"old 5\n!\n\nnote", 400, ""),
    ],
)
def test_what_did_not_grow_from_what_it_signed_is_refused_and_changes_nothing(
    tmp_path: Path, body: bytes, status: int, said: str
) -> None:
    witness = a_witness(tmp_path)
    assert witness.add_checkpoint(asking(0, 5)).status == 200
    answer = witness.add_checkpoint(body)
    assert (answer.status, answer.body) == (status, said)
    assert witness.add_checkpoint(asking(5, 9)).status == 200


def test_killed_it_remembers_what_it_signed(tmp_path: Path) -> None:
    assert a_witness(tmp_path).add_checkpoint(asking(0, 5)).status == 200
    # Half of a newer state, as a crash in the middle of writing leaves it.
    (file,) = tmp_path.glob("*.json")
    file.with_suffix(".new").write_text('{"size": 9')
    again = a_witness(tmp_path)
    assert again.add_checkpoint(asking(0, 9)).body == "5\n"
    assert again.add_checkpoint(asking(5, 9)).status == 200


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with serve(a_witness(tmp_path), "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def test_it_answers_over_http_and_nothing_but_this(port: int) -> None:
    answers: list[tuple[int, str]] = []
    for path, body in (
        ("/add-checkpoint", asking(0, 5)),
        ("/add-checkpoint", asking(0, 9)),
        ("/other", b"x"),
        ("/add-checkpoint", b"x" * 70_000),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("POST", path, body)
        answer = connection.getresponse()
        answers.append((answer.status, answer.getheader("content-type", "")[:16]))
        connection.close()
    assert [status for status, _ in answers] == [200, 409, 404, 413]
    assert answers[1] == (409, "text/x.tlog.size")


def test_a_key_that_is_none_ends_it_before_it_begins(tmp_path: Path) -> None:
    assert main(["--name", NAME, "--folder", str(tmp_path), "--log", "nonsense"]) == 2
