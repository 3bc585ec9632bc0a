"""``ppit-conformance``: runs the checks from a command line."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import httpx

from ppit_client.signing import ClientKey, KeyUnusable
from ppit_conformance.checks import CHECKS
from ppit_conformance.kit import Kit
from ppit_conformance.report import run_checks
from ppit_conformance.target import Target

_NOT_STARTED = 2
_METADATA = "/.well-known/oauth-authorization-server"
_SECONDS = 30.0


class _NotStarted(Exception):
    """What was given is not enough to try anything."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Exit 0 if everything asked held, 1 if something did not, 2 if nothing could be asked."""
    asked = _parser().parse_args(arguments)
    with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as http:
        try:
            target = _target(asked, http)
        except (_NotStarted, KeyUnusable, OSError, httpx.HTTPError) as failure:
            sys.stderr.write(f"not started: {type(failure).__name__}: {failure}\n")
            sys.exit(_NOT_STARTED)
        report = run_checks(Kit(target, http), CHECKS)
    sys.stdout.write(report.table() + "\n")
    if asked.json is not None:
        Path(asked.json).write_text(json.dumps(report.as_json(), indent=1) + "\n")
    sys.exit(0 if report.conforms else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ppit-conformance", description=__doc__)
    parser.add_argument("--issuer", required=True, help="as it names itself, no last slash")
    parser.add_argument("--token-url", help="default: what the issuer's metadata says (RFC 8414)")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--key", required=True, help="PEM file of the client's P-256 key")
    parser.add_argument("--resource", required=True, help="URL that GET reads with such a token")
    parser.add_argument("--beyond", help="URL of a scope that the token lacks (B3)")
    parser.add_argument("--scope")
    parser.add_argument("--agreement", help="with --purpose: authorization_details of a PPIT gate")
    parser.add_argument("--purpose")
    parser.add_argument("--user", help="whom the partner vouches for")
    parser.add_argument("--header", action="append", default=[], help='for calls: "Name: value"')
    parser.add_argument("--json", help="write the report here too")
    return parser


def _target(asked: argparse.Namespace, http: httpx.Client) -> Target:
    key = ClientKey.from_pem(Path(asked.key).read_bytes())
    return Target(
        issuer=asked.issuer,
        token_url=asked.token_url or _token_url(asked.issuer, http),
        client_id=asked.client_id,
        key=key,
        resource=asked.resource,
        form=_form(asked),
        headers=dict(_header(one) for one in asked.header),
        beyond=asked.beyond,
    )


def _token_url(issuer: str, http: httpx.Client) -> str:
    answer = http.get(f"{issuer}{_METADATA}")
    try:
        found = answer.json()
        if found["issuer"] == issuer:
            return str(found["token_endpoint"])
    except (ValueError, KeyError, TypeError) as failure:
        msg = "no metadata of this issuer: give --token-url"
        raise _NotStarted(msg) from failure
    msg = "the metadata names another issuer"
    raise _NotStarted(msg)


def _form(asked: argparse.Namespace) -> dict[str, str]:
    form: dict[str, str] = {} if asked.scope is None else {"scope": asked.scope}
    if asked.agreement is not None:
        details: dict[str, object] = {
            "type": "ppit-disclosure",
            "agreement": asked.agreement,
            "purpose": asked.purpose,
        }
        if asked.user is not None:
            details["user"] = {"id": asked.user}
        form["authorization_details"] = json.dumps([details])
    return form


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        msg = "a header is given as Name: value"
        raise _NotStarted(msg)
    return name.strip(), value.strip()
