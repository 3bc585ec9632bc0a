"""The folder of one running house: keys, sockets, logs, database, each with its own rights."""

from dataclasses import dataclass
from pathlib import Path

from ppit_ops.places import short_folder


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``root`` lets the database's account pass through and shows it nothing; the rest is 0700."""

    root: Path
    sockets: Path

    @classmethod
    def known(cls, root: Path) -> "RunFolder":
        """Return the folder of a house that somebody else may be running; create nothing."""
        return cls(root.resolve(), root / "s")

    @classmethod
    def at(cls, root: Path) -> "RunFolder":
        """Return the folder to run a house in, created if need be."""
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o711)
        root = root.resolve()
        for name in ("keys", "logs", "clients"):
            (root / name).mkdir(mode=0o700, exist_ok=True)
        return cls(root, short_folder(root / "s"))

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
        return write_private(self.root / name, content)


def write_private(path: Path, content: bytes) -> Path:
    """Write a file that only this account can read, in a folder that is nobody else's either.

    Whoever reads it meanwhile sees it as it was or as it is, never half of it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    return fresh.replace(path)
