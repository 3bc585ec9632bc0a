"""The folder of one running house: keys, sockets, logs, database, each with its own rights."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import cast

_SOCKET_FOLDER_LIMIT = 80
"""Bytes: a socket's path may have 107, and its name needs some of them."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``root`` lets the database's account pass through and shows it nothing; the rest is 0700."""

    root: Path
    sockets: Path

    @classmethod
    def at(cls, root: Path) -> "RunFolder":
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o711)
        root = root.resolve()
        for name in ("keys", "logs", "clients"):
            (root / name).mkdir(mode=0o700, exist_ok=True)
        sockets = root / "s"
        if len(str(sockets)) > _SOCKET_FOLDER_LIMIT:
            sockets = Path(tempfile.mkdtemp(prefix="ppit-"))
        sockets.mkdir(mode=0o700, exist_ok=True)
        return cls(root, sockets)

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def register(self) -> Path:
        return self.root / "register.json"

    def client_key(self, client_id: str) -> Path:
        """Return the file of a demo partner's private key: a real partner keeps it at home."""
        return self.root / "clients" / f"{client_id}.pem"

    def log(self, process: str) -> Path:
        return self.root / "logs" / f"{process}.log"

    def socket(self, process: str) -> Path:
        return self.sockets / f"{process}.sock"

    def write_private(self, name: str, content: bytes) -> Path:
        """Write a file below ``root`` that only this account can read."""
        path = self.root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
        return path

    def write_state(self, state: dict[str, object]) -> None:
        """Say where the house answers, for ``ppit token``, ``status`` and ``audit verify``."""
        self.write_private("house.json", json.dumps(state, indent=1).encode())

    def state(self) -> dict[str, object]:
        """Return what ``write_state`` wrote last; empty if nothing runs from here."""
        path = self.root / "house.json"
        return cast("dict[str, object]", json.loads(path.read_text())) if path.exists() else {}

    def forget_state(self) -> None:
        (self.root / "house.json").unlink(missing_ok=True)
