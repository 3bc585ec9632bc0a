"""Both clients under one surface, so that a test asks either in the same words."""

import asyncio
from dataclasses import dataclass
from typing import TypeAlias

from ppit_client import Answer, PartnerClient, SyncPartnerClient


@dataclass(frozen=True, slots=True)
class Awaited:
    """The asynchronous client."""

    client: PartnerClient

    async def get(self, path: str, case: str = "VISIT/1") -> Answer[object]:
        return await self.client.get(path, case_reference=case)

    async def post(self, path: str, body: object, key: str | None = None) -> Answer[object]:
        return await self.client.post(path, body, case_reference="VISIT/1", idempotency_key=key)

    async def items(self, path: str) -> list[dict[str, object]]:
        return [row async for row in self.client.items(path, case_reference="VISIT/1")]

    async def token(self) -> str:
        return await self.client.token()

    async def revoke(self) -> None:
        await self.client.revoke()

    async def aclose(self) -> None:
        await self.client.aclose()


@dataclass(frozen=True, slots=True)
class InThread:
    """The other client, in a thread of its own, since the gate of a test runs in this one."""

    client: SyncPartnerClient

    async def get(self, path: str, case: str = "VISIT/1") -> Answer[object]:
        return await asyncio.to_thread(self.client.get, path, case_reference=case)

    async def post(self, path: str, body: object, key: str | None = None) -> Answer[object]:
        return await asyncio.to_thread(
            self.client.post, path, body, case_reference="VISIT/1", idempotency_key=key
        )

    async def items(self, path: str) -> list[dict[str, object]]:
        return await asyncio.to_thread(
            lambda: list(self.client.items(path, case_reference="VISIT/1"))
        )

    async def token(self) -> str:
        return await asyncio.to_thread(self.client.token)

    async def revoke(self) -> None:
        await asyncio.to_thread(self.client.revoke)

    async def aclose(self) -> None:
        await asyncio.to_thread(self.client.close)


Surface: TypeAlias = Awaited | InThread
