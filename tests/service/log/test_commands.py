"""What an operator types: ``ppit-gateway log`` and ``ppit-gateway audit-verify``."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

from ppit_gateway.log.client import LogClient
from tests.architecture.our_files import ROOT
from tests.support.log import ORIGIN, LogPlace, answering, public_key_file, tamper

VERIFIER = ROOT / "shared" / "ppit_audit_verify.py"
COMMAND = str(Path(sys.executable).with_name("ppit-gateway"))


def audited(place: LogPlace, *options: str, url: str | None = None) -> tuple[int, str]:
    return audited_with(place, "audit-verify", *options, url=url)


def audited_with(
    place: LogPlace, *arguments: str | Path, url: str | None = None
) -> tuple[int, str]:
    environment = {
        "PPIT_LOG_AUDITOR_DATABASE_URL": url or place.database.url("ppit_auditor"),
        "PPIT_LOG_PUBLIC_KEY_FILE": str(public_key_file(place)),
        "PPIT_LOG_ORIGIN": ORIGIN,
        "COLUMNS": "200",
    }
    done = subprocess.run(  # noqa: S603  # our own program, no shell
        [COMMAND, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


async def test_the_log_runs_is_audited_and_the_audit_says_what_it_found(place: LogPlace) -> None:
    config = place.config
    environment = {
        "PPIT_LOG_DATABASE_URL": config.database_url,
        "PPIT_LOG_SOCKET": str(config.socket),
        "PPIT_LOG_SIGNING_KEY_FILE": str(config.signing_key_file),
        "PPIT_LOG_ORIGIN": ORIGIN,
    }
    process = await asyncio.create_subprocess_exec(
        COMMAND, "log", env=environment, stderr=subprocess.DEVNULL
    )
    client = LogClient(config.socket)
    try:
        await answering(client, seconds=60)
        for number in range(3):
            await client.append("fact", f"f-{number}", {"n": number})
    finally:
        await client.close()
        process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0

    code, said = await asyncio.to_thread(audited, place)
    assert (code, said.startswith("ok: 3 entries, 3 signed checkpoints")) == (0, True)

    exported = place.config.socket.with_name("log.gz")
    keys, export = audited_with(place, "audit-keys"), audited_with(place, "audit-export", exported)
    key_file = exported.with_name("keys")
    key_file.write_text(keys[1])
    apart = [sys.executable, str(VERIFIER), "export", str(exported), "--key", str(key_file)]
    told = await asyncio.to_thread(subprocess.run, apart, capture_output=True, check=False)
    assert (keys[0], export) == (0, (0, ""))
    assert (told.returncode, told.stdout[:35]) == (0, b"ok: 3 entries, 3 signed checkpoints")

    tamper(place, "UPDATE log.entry SET body = replace(body, '\"n\":1', '\"n\":2')")
    code, said = await asyncio.to_thread(audited, place, "--json")
    found = json.loads(said)
    assert (code, found["state"], found["first_bad"], found["last_bad"]) == (1, "bad", 1, 1)

    nowhere = "postgresql+psycopg://ppit_auditor:secret@127.0.0.1:1/ppit_gateway"
    code, said = await asyncio.to_thread(audited, place, "--json", url=nowhere)
    assert (code, json.loads(said)["state"], "secret" in said) == (2, "unreadable", False)
