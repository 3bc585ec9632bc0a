"""A service answers exactly what the gate sealed for it, and nobody else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from ppit_platform.access import ScopeMissing
from ppit_platform.hop import Hop, seal_hop
from ppit_platform.ids import new_id
from ppit_platform.tokens import SharedKey
from tests.support.calls import ServiceCaller, a_caller, opened

PATH = "/v1/notes?limit=1"


async def test_what_the_gate_sealed_is_answered(notebook: ServiceCaller) -> None:
    answer = await notebook.send(notebook.hop("GET", PATH, b""), b"")
    assert (opened(answer).status, len(opened(answer).facts)) == (200, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Hop "},
        {"Authorization": "Hop a.b.c"},
        {"Authorization": "Bearer a.b.c"},
        {"X-Request-ID": ""},
        {"X-Request-ID": str(new_id())},
    ],
)
async def test_without_the_seal_or_its_request_id_nothing_is_answered(
    notebook: ServiceCaller, headers: Mapping[str, str]
) -> None:
    answer = await notebook.send(notebook.hop("GET", PATH, b""), b"", headers=headers)
    assert _refused(answer)


async def test_a_seal_for_another_path_method_or_body_is_refused(notebook: ServiceCaller) -> None:
    body = b'{"title": "a"}'
    sealed = notebook.hop("POST", "/v1/notes", body)
    same = {
        "Authorization": _authorization(notebook, sealed),
        "X-Request-ID": str(sealed.caller.request_id),
    }
    others = [
        (replace(sealed, path="/v1/notes/slow"), body),
        (replace(sealed, path="/v1/notes?x=1"), body),
        (replace(sealed, method="PUT"), body),
        (sealed, b'{"title": "b"}'),
        (sealed, b""),
    ]
    for hop, sent in others:
        assert _refused(await notebook.send(hop, sent, headers=same))
    assert (await notebook.send(sealed, body, headers=same)).status_code == 201


async def test_a_seal_for_another_service_or_with_another_key_is_refused(
    notebook: ServiceCaller,
) -> None:
    hop = notebook.hop("GET", PATH, b"")
    assert _refused(await notebook.send(replace(hop, audience="victims"), b""))
    stranger = replace(notebook, key=SharedKey.from_hex("notebook", "ab" * 32))
    assert _refused(await stranger.send(hop, b""))


async def test_a_seal_is_good_for_thirty_seconds(notebook: ServiceCaller) -> None:
    hop = notebook.hop("GET", PATH, b"")
    late = replace(hop, expires=datetime.now(UTC) - timedelta(seconds=15))
    assert _refused(await notebook.send(late, b""))


async def test_two_authorizations_are_none(notebook: ServiceCaller) -> None:
    hop = notebook.hop("GET", PATH, b"")
    token = _authorization(notebook, hop)
    headers = [
        ("Authorization", token),
        ("Authorization", token),
        ("X-Request-ID", str(hop.caller.request_id)),
    ]
    assert _refused(await notebook.http.request("GET", PATH, headers=headers))


async def test_what_speaks_of_nobody_is_open(notebook: ServiceCaller) -> None:
    answers = [
        await notebook.http.get(path) for path in ("/livez", "/readyz", "/openapi.json", "/docs")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]


async def test_a_scope_that_the_caller_lacks_is_refused(notebook: ServiceCaller) -> None:
    reader = notebook.by(a_caller(scopes=frozenset({"notebook:read"})))
    answer = await reader.post("/v1/notes", {"title": "a"})
    assert (answer.status, answer.json["code"]) == (403, ScopeMissing.code)


def _authorization(notebook: ServiceCaller, hop: Hop) -> str:
    return f"Hop {seal_hop(hop, notebook.key)}"


def _refused(answer: httpx.Response) -> bool:
    said = (answer.json()["code"], answer.headers["www-authenticate"])
    return answer.status_code == 401 and said == ("UNAUTHORISED", "Hop")
