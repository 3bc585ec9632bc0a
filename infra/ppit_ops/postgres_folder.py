"""The folder of an embedded PostgreSQL: data, settings, log, and how programs run on it."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from ppit_ops.binaries import Account, programs, reachable, server_account
from ppit_ops.places import short_folder
from ppit_ops.postgres_address import ADMIN, Address, PostgresFailed
from ppit_ops.tether import tethered

NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})
_CREATE_SECONDS = 60.0
_LOCALE = {
    16: ["--locale=C"],
    18: ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
}

# Where nothing is kept, nobody needs the thousands of rounds at each connection that slow guessing.
_QUICK_PASSWORDS = {"scram_iterations": "1"}


@dataclass(frozen=True, slots=True)
class PostgresFolder:
    """``data`` (the server's account owns it), ``server.log``, ``server.json`` (port, password)."""

    root: Path
    version: int
    durable: bool
    account: Account | None

    @classmethod
    def at(cls, wanted: Path, *, version: int, durable: bool) -> "PostgresFolder":
        account = server_account()
        return cls(_within_reach(wanted, account), version, durable, account)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    def program(self, name: str) -> str:
        return str(programs(self.version, self.account, self.root / "programs") / name)

    def address(self) -> Address:
        """Return where this cluster listens, creating the cluster the first time."""
        try:
            known = cast("dict[str, object]", json.loads((self.root / "server.json").read_text()))
        except FileNotFoundError:
            return self._create()
        return Address("127.0.0.1", int(str(known["port"])), str(known["password"]))

    def remember(self, address: Address) -> Address:
        text = json.dumps({"port": address.port, "password": address.password})
        _write_private(self.root / "server.json", text, None)
        return address

    def socket_folder(self) -> Path:
        """Return a folder whose sockets' paths fit into a socket address (107 bytes)."""
        folder = short_folder(self.root / "sockets")
        _own(folder, self.account)
        return folder

    def configure(self, address: Address, sockets: Path, connections: int) -> None:
        """Write the server's whole configuration: nothing of the default file is kept."""
        lines = {
            "listen_addresses": f"'{address.host}'",
            "port": str(address.port),
            "unix_socket_directories": f"'{sockets}'",
            "unix_socket_permissions": "0700",
            "password_encryption": "scram-sha-256",
            "max_connections": str(connections),
            "shared_buffers": "128MB" if self.durable else "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            # Rule 10: a failed statement's values and "Key (name)=(...)" never reach the log.
            "log_min_error_statement": "panic",
            "log_parameter_max_length_on_error": "0",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            lines |= {"fsync": "off", "full_page_writes": "off", **_QUICK_PASSWORDS}
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        _write_private(self.data / "postgresql.conf", text, self.account)
        kinds = ("local all all", "host all all 127.0.0.1/32", "host all all ::1/128")
        access = "".join(f"{kind} scram-sha-256\n" for kind in kinds)
        _write_private(self.data / "pg_hba.conf", access, self.account)

    def launch(
        self,
        command: list[str],
        *,
        on_parent_death: signal.Signals = signal.SIGKILL,
        environment: Mapping[str, str] = NOTHING_ELSE,
    ) -> subprocess.Popen[bytes]:
        """Start one of PostgreSQL's programs as the server's account, its words to the log."""
        account = (self.account.uid, self.account.gid) if self.account else None
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own programs, no shell
                tethered(command, signal_number=on_parent_death, account=account),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.root,
                env={"LC_ALL": "C", "TZ": "UTC", **environment},
                start_new_session=True,
            )

    def said(self, since: int = 0) -> str:
        return self.log.read_text(errors="replace")[since:] if self.log.exists() else ""

    def _create(self) -> Address:
        shutil.rmtree(
            self.data, ignore_errors=True
        )  # half a cluster, if an earlier start was killed
        password = secrets.token_hex(24)
        password_file = self.root / "first-password"
        _write_private(password_file, password, self.account)
        self.data.mkdir(mode=0o700)
        _own(self.data, self.account)
        command = [
            *(self.program("initdb"), "--pgdata", str(self.data), "--username", ADMIN),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8"),
            *("--no-instructions", *_LOCALE[self.version]),
            *([] if self.durable else ["--no-sync", *_set(_QUICK_PASSWORDS)]),
        ]
        failed = self.launch(command).wait(timeout=_CREATE_SECONDS)
        password_file.unlink()
        if failed:
            msg = f"initdb failed. Its log ends:\n{self.said()[-2000:]}"
            raise PostgresFailed(msg)
        return self.remember(Address("127.0.0.1", 0, password).elsewhere())


def _within_reach(folder: Path, account: Account | None) -> Path:
    """Create ``folder``, or a link in its place to one that ``account`` can reach."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        if reachable(folder, account):
            folder.mkdir()
        else:
            # Not the folder for temporary files that a restart of the machine empties.
            folder.symlink_to(tempfile.mkdtemp(prefix="ppit-", dir="/var/tmp"))
    resolved = folder.resolve()
    if account:
        resolved.chmod(0o711)
    return resolved


def _write_private(path: Path, text: str, account: Account | None) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
    _own(path, account)


def _own(path: Path, account: Account | None) -> None:
    if account:
        os.chown(path, account.uid, account.gid)


def _set(settings: Mapping[str, str]) -> list[str]:
    return [f"--set={name}={value}" for name, value in settings.items()]
