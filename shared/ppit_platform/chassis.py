"""What one running service stands on: its database, its keys, its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fastapi import FastAPI
from opentelemetry.trace import Tracer
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform.audit import Pseudonymiser
from ppit_platform.deadline import Deadline
from ppit_platform.sealing import Seal
from ppit_platform.tokens import SharedKey


@dataclass(frozen=True, slots=True)
class Chassis:
    service: str
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    hop_key: SharedKey
    seal: Seal
    pseudonyms: Pseudonymiser
    tracer: Tracer
    deadline: Deadline


def chassis_of(scope: Mapping[str, object]) -> Chassis:
    """Return the chassis of the app that answers this request; its lifespan put it there."""
    return cast("Chassis", cast("FastAPI", scope["app"]).state.chassis)
