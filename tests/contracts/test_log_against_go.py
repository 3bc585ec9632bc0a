"""I10: Go's own code (golang.org/x/mod, ``sumdb/note`` and ``sumdb/tlog``) accepts what our log
says, and refuses what we would refuse. It runs where Debian's packages golang-go and
golang-golang-x-mod-dev are installed; elsewhere nothing is shown here.
"""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.tiles import consistency, hashed, inclusion
from ppit_gateway.log.tree import leaf_hash
from tests.architecture.our_files import ROOT
from tests.support.merkle import tiles_over, tree_hash

GO, SOURCES = shutil.which("go"), Path("/usr/share/gocode")
SIZE = 37
TEXTS = [json.dumps({"index": number}) for number in range(SIZE)]
HASHES = [leaf_hash(text.encode()) for text in TEXTS]

pytestmark = pytest.mark.skipif(
    GO is None or not (SOURCES / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
    reason="not shown: golang-go and golang-golang-x-mod-dev are not installed",
)


def base64(hashes: Iterable[bytes]) -> list[str]:
    return [b64encode(one).decode() for one in hashes]


def our_log() -> dict[str, object]:
    """Say what our log publishes of a tree: the note, every leaf's proof, every older tree's."""
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    signer = NoteSigner("test.kent.example/log", key, MLDSA44PrivateKey.generate())
    tiles = tiles_over(HASHES)
    return {
        "key": next(one.verifier_key for one in signer.reader.keys if len(one.material) == 33),
        "note": signer.sign(SIZE, tree_hash(HASHES), bytes(32)),
        "leaves": TEXTS,
        "inclusion": [base64(hashed(inclusion(one, SIZE), tiles)) for one in range(SIZE)],
        "consistency": [
            base64(hashed(consistency(old, SIZE), tiles)) for old in range(1, SIZE + 1)
        ],
        "roots": base64(tree_hash(HASHES[:old]) for old in range(1, SIZE + 1)),
    }


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("go")
    environment = {
        "PATH": os.defpath,
        "GO111MODULE": "off",
        "GOPATH": str(SOURCES),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    program = folder / "tlog"
    subprocess.run(  # noqa: S603  # the compiler, no shell
        [str(GO), "build", "-o", str(program), str(ROOT / "tests/oracles/tlog.go")],
        env=environment,
        check=True,
    )
    return program


def said(oracle: Path, told: object) -> list[str]:
    done = subprocess.run(  # noqa: S603  # what was just built
        [oracle], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_go_accepts_our_note_and_every_proof(oracle: Path) -> None:
    assert said(oracle, our_log()) == []


def test_go_refuses_an_edited_leaf_another_past_and_a_note_that_was_changed(oracle: Path) -> None:
    told = our_log()
    edited = {**told, "leaves": [*TEXTS[:5], '{"index":55}', *TEXTS[6:]]}
    (fault,) = said(oracle, edited)
    assert fault.startswith("inclusion of 5 ")
    past = {**told, "roots": base64([bytes(32)] * SIZE)}
    assert len(said(oracle, past)) == SIZE
    (unsigned,) = said(oracle, {**told, "note": str(told["note"]).replace("\n37\n", "\n38\n")})
    assert unsigned.startswith("note: ")
