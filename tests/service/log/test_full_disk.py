"""Where the disk is full nothing is acknowledged that is not there, and with room it goes on (I2).

The entries lie on a file system of three megabytes, mounted for the test; where nobody may mount
one this is not shown.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from psycopg import sql

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Receipt
from ppit_gateway.log.errors import LogUnavailable
from tests.support.log import LogPlace, answering, running_log, stored, tamper, verdict_on
from tests.support.postgres import Cluster

SMALL, ROOMY = "size=3m", "size=64m"


class SmallDisk:
    """A file system of its own, as PostgreSQL's tablespace ``small``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self) -> bool:
        return self._mounted("-t", "tmpfs", "-o", SMALL)

    def make_room(self) -> bool:
        return self._mounted("-o", f"remount,{ROOMY}")

    def _mounted(self, *options: str) -> bool:
        mount = shutil.which("mount")
        if mount is None:
            return False
        command = (mount, *options, "tmpfs", str(self.folder))
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603  # our own words


@pytest.fixture
def disk(cluster: Cluster) -> Iterator[SmallDisk]:
    outside = Path(tempfile.mkdtemp(prefix="ppit-disk-"))
    outside.chmod(0o711)  # the server's account passes through
    disk = SmallDisk(outside / "disk")
    disk.folder.mkdir()
    if not disk.mount():
        shutil.rmtree(outside)
        pytest.skip("not shown: no file system may be mounted here")
    url = plain_url(cluster.access.admin("postgres"))
    with psycopg.connect(url, autocommit=True) as admin:
        (data,) = admin.execute("SHOW data_directory").fetchone() or ("",)
        os.chown(disk.folder, Path(data).stat().st_uid, -1)
        admin.execute(
            sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(disk.folder)))
        )
        yield disk
        # The database that used it is gone by now: its fixture came after this one.
        admin.execute("DROP TABLESPACE small")
    subprocess.run([shutil.which("umount") or "umount", str(disk.folder)], check=True)  # noqa: S603  # our own words
    shutil.rmtree(outside)


async def test_i2_on_a_full_disk_whoever_is_refused_may_ask_again_when_there_is_room(
    disk: SmallDisk, place: LogPlace
) -> None:
    tamper(place, "ALTER TABLE log.entry SET TABLESPACE small")
    bodies = {f"f-{number}": {"text": token_hex(20_000)} for number in range(200)}
    async with running_log(place) as log:
        kept, refused = await _until_refused(log, bodies)
        with pytest.raises(LogUnavailable):
            await log.append("fact", refused, bodies[refused])
        assert kept
        assert disk.make_room()
        await answering(log)
        kept[refused] = await log.append("fact", refused, bodies[refused])
        assert kept[refused].index == len(kept) - 1
    rows = stored(place, "SELECT index, key, encode(leaf_hash, 'hex') FROM log.entry")
    assert {key: Receipt(index, leaf) for index, key, leaf in rows} == kept
    assert verdict_on(place).exit_code == 0


async def _until_refused(
    log: LogClient, bodies: Mapping[str, Mapping[str, object]]
) -> tuple[dict[str, Receipt], str]:
    """Append until the log says no; return the receipts so far, and the key that was refused."""
    kept: dict[str, Receipt] = {}
    for key, body in bodies.items():
        try:
            kept[key] = await log.append("fact", key, body)
        except LogUnavailable:
            return kept, key
    pytest.fail("more went onto the disk than it holds")
