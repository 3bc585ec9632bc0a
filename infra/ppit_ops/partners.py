"""Partners of the house: each a real client of the gate with its own key, and a person who acts."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from ppit_client import CSV, JSON_LINES, Answer, Manners, PartnerClient, TokenRefused
from ppit_ops.cast import Party
from ppit_ops.folder import RunFolder
from ppit_platform.codes import PurposeCode
from ppit_platform.ids import new_id

SCREENINGS = "/officer-safety/v1/screenings"
BATCH = "/officer-safety/v1/screenings/batch"
MARKERS = "/officer-safety/v1/markers"
INCIDENTS = "/officer-safety/v1/incidents"
AS_IT_COMES = Manners(tries=1, raising=False)
"""The demo tells what the gate answered, refusals too, and asks again only where that is told."""
TO_BE_COPIED = Manners(dpop=False)
"""For ``curl``, which cannot sign proofs: only a client of the sandbox gets such a token."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a partner's machine stands: the gate it knows, and its own private key (PEM)."""

    issuer: str
    party: Party
    key: bytes

    @classmethod
    def of(cls, folder: RunFolder, issuer: str, party: Party) -> "Seat":
        return cls(issuer, party, folder.client_key(party.client_id).read_bytes())


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever it was. ``body`` is empty where it was no JSON object."""

    status: int
    body: Mapping[str, object]
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """The problem's code, or the OAuth error, or nothing."""
        return str(self.body.get("code") or self.body.get("error") or "")


class Desk:
    """One partner's machine, for one purpose, and whoever sits at it; None if it asks by itself.

    Its token is asked for when needed.
    """

    def __init__(
        self,
        seat: Seat,
        user: str | None,
        purpose: PurposeCode,
        manners: Manners = AS_IT_COMES,
    ) -> None:
        self.seat = seat
        self.user = user or seat.party.client_id
        self._client = PartnerClient(
            seat.issuer,
            seat.party.client_id,
            seat.key,
            seat.party.agreement_for(purpose).agreement_id,
            purpose.value,
            user=user,
            manners=manners,
        )

    async def post(
        self, path: str, body: Mapping[str, object], *, case: str = "DEMO/1", key: str | None = None
    ) -> Reply:
        """Ask; ``key`` names the request so that sending it again does nothing twice."""
        asking = self._client.post(
            path, body, case_reference=case, idempotency_key=key or str(new_id())
        )
        return await _reply(asking)

    async def send_csv(
        self, path: str, file: Path, *, case: str = "DEMO/1", key: str | None = None
    ) -> Reply:
        """Send a file as it is on the disk."""
        return await self._send(path, file, CSV, case, key or str(new_id()))

    async def send_json_lines(
        self, path: str, file: Path, *, case: str = "DEMO/1", key: str | None = None
    ) -> Reply:
        return await self._send(path, file, JSON_LINES, case, key or str(new_id()))

    async def get(self, path: str, *, case: str = "DEMO/1") -> Reply:
        return await _reply(self._client.get(path, case_reference=case))

    async def get_csv(self, path: str, *, case: str = "DEMO/1") -> str:
        """Return a list as the file that a spreadsheet opens."""
        return (await self._client.get(path, case_reference=case, accept=CSV)).text

    async def token(self) -> str:
        """Return the access token itself; raises ``TokenRefused``."""
        return await self._client.token()

    async def close(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _send(self, path: str, file: Path, kind: str, case: str, key: str) -> Reply:
        with file.open("rb") as content:
            asking = self._client.post_file(
                path, content, kind, case_reference=case, idempotency_key=key
            )
            return await _reply(asking)


async def _reply(asking: Awaitable[Answer[object]]) -> Reply:
    try:
        answer = await asking
    except TokenRefused as refusal:
        told = {"error": refusal.error, "error_description": refusal.description}
        return Reply(refusal.status, told, {})
    return Reply(answer.status, _object(answer.json), answer.headers)


def _object(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
