"""What a fake gate has been told to answer, and the answers it keeps for each idempotency key."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx

from ppit_client.fake.refusals import problem
from ppit_client.fake.register import Asked

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of a service behind the gate. ``lost`` has it done, and the answer lost."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    lost: bool = False

    def response(self) -> httpx.Response:
        if self.body is None:
            return httpx.Response(self.status, headers=dict(self.headers))
        return httpx.Response(self.status, headers=dict(self.headers), json=self.body)


@dataclass(slots=True)
class Scripts:
    """Answers by method and path. Of several the last is given for ever."""

    _said: dict[tuple[str, str], list[Said]] = field(
        default_factory=dict[tuple[str, str], list[Said]]
    )
    _lists: dict[str, tuple[Sequence[object], int]] = field(
        default_factory=dict[str, tuple[Sequence[object], int]]
    )
    _kept: dict[tuple[str, str], tuple[str, Said]] = field(
        default_factory=dict[tuple[str, str], tuple[str, Said]]
    )

    def say(self, method: str, path: str, said: Sequence[Said]) -> None:
        self._said[method, path] = list(said)

    def list_rows(self, path: str, rows: Sequence[object], page: int) -> None:
        self._lists[path] = (rows, page)

    def check(self, method: str, path: str) -> None:
        """Refuse a path that nobody spoke of, and a method that it does not have."""
        methods = {known for known, at in self._said if at == path}
        if path in self._lists:
            methods.add("GET")
        if not methods:
            raise problem(404, "NOT_FOUND")
        if method not in methods:
            allowed = {"allow": ", ".join(sorted(methods))}
            raise problem(405, "METHOD_NOT_ALLOWED", headers=allowed)

    def answer(self, asked: Asked) -> Said:
        """Do what is asked, once for each key: again it is the kept answer."""
        if asked.method == "GET":
            return self._page(asked) if asked.path in self._lists else self._next(asked)
        key = asked.headers.get("idempotency-key")
        if key is None:
            raise problem(400, "IDEMPOTENCY_KEY_REQUIRED")
        if _KEY.fullmatch(key) is None:
            raise problem(400, "IDEMPOTENCY_KEY_INVALID")
        digest = hashlib.sha256(f"{asked.method} {asked.path}".encode() + asked.body).hexdigest()
        kept = self._kept.get((asked.grant.client_id, key))
        if kept is None:
            said = self._next(asked)
            if said.status < 500 and said.status != 429:  # noqa: PLR2004  # what is not kept
                self._kept[asked.grant.client_id, key] = (digest, said)
            return said
        if kept[0] != digest:
            raise problem(422, "IDEMPOTENCY_KEY_REUSED")
        said = kept[1]
        return Said(said.body, said.status, {**said.headers, "idempotency-replayed": "true"})

    def _next(self, asked: Asked) -> Said:
        said = self._said[asked.method, asked.path]
        return said.pop(0) if len(said) > 1 else said[0]

    def _page(self, asked: Asked) -> Said:
        rows, size = self._lists[asked.path]
        (text,) = parse_qs(asked.query).get("cursor", ["0"])
        if not text.isdecimal():
            raise problem(400, "CURSOR_INVALID")
        after = int(text) + size
        more = {"link": f'<{asked.path}?cursor={after}>; rel="next"'} if after < len(rows) else {}
        # As JSON has it: what a test changes afterwards is not what was said.
        items = json.loads(json.dumps(list(rows[int(text) : after])))
        return Said({"items": items}, headers=more)
