"""Puts the gate together: settings to engine, log, services, rules, and two doors."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp

from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.actions.issue_token import TokenService
from ppit_gateway.actions.limit_failures import FailureLimit
from ppit_gateway.actions.load_register import load_register
from ppit_gateway.api.discovery import discovery_router
from ppit_gateway.api.documents import documents_router, health_router
from ppit_gateway.api.log_tiles import log_router
from ppit_gateway.api.problem_guide import problems as problems_of
from ppit_gateway.api.problem_pages import problem_pages_router
from ppit_gateway.api.token import token_router
from ppit_gateway.catalogue.files import documents, house_calls
from ppit_gateway.domain.house_calls import HouseRule, read_house_rules
from ppit_gateway.domain.nonces import Nonces
from ppit_gateway.domain.openapi import merged
from ppit_gateway.domain.operations import Routes, read_operations
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.errors import EntryRefused, LogConflict, LogUnavailable
from ppit_gateway.log.keys import note_keys
from ppit_gateway.log.notes import NoteKey
from ppit_gateway.proxy.authenticate import Authenticator
from ppit_gateway.proxy.door import Door, Handler
from ppit_gateway.proxy.gate import Gate
from ppit_gateway.proxy.guard import DoorRules
from ppit_gateway.proxy.house import LARGEST_BODY, House
from ppit_gateway.proxy.limits import Remembered
from ppit_gateway.proxy.load import Load
from ppit_gateway.proxy.origin import Origin
from ppit_gateway.proxy.partner_view import PartnerView
from ppit_gateway.proxy.partners import Partners
from ppit_gateway.proxy.upstream import Upstreams
from ppit_gateway.settings import Settings
from ppit_gateway.sources.signing_keys import SigningKeys
from ppit_gateway.storage.loading import Loaded, RegisterWriter
from ppit_gateway.storage.published import PublishedStore
from ppit_gateway.storage.quota import QuotaStore
from ppit_gateway.storage.registry import RegistryStore
from ppit_gateway.storage.tokens import TokenStore
from ppit_platform import problems
from ppit_platform.db import open_engine
from ppit_platform.errors import ServiceError
from ppit_platform.ids import new_id
from ppit_platform.telemetry import Telemetry, open_telemetry
from ppit_platform.tokens import SharedKey, SigningKey

_log = logging.getLogger("ppit.gate")


class Listener(StrEnum):
    EXTERNAL = "external"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What may be asked, and which service may ask another: what is not in it does not exist."""

    documents: Mapping[str, Mapping[str, object]]
    house_calls: object

    @classmethod
    def published(cls) -> "Catalogue":
        return cls(documents(), house_calls())

    def routes(self) -> Routes:
        """Raise ``CatalogueUnusable`` if any operation is not governed."""
        return Routes(
            operation
            for service, document in self.documents.items()
            for operation in read_operations(service, document)
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is opened for a run and closed after it."""

    gate: Gate
    engine: AsyncEngine
    signing_keys: SigningKeys
    tokens: TokenStore
    failures: FailureCounter
    tries: FailureLimit
    chores_seconds: float
    log_keys: tuple[NoteKey, ...]
    telemetry: Telemetry


def create_app(settings: Settings, listener: Listener, catalogue: Catalogue) -> ASGIApp:
    """Return one listener of the gate.

    Raises ``CatalogueUnusable`` or ``HouseRulesUnusable`` for a catalogue that does not govern
    everything in it, ``KeyUnusable`` for a bad key. Its start fails with ``LogUnavailable`` when
    the log does not answer: a gate without its log does not start.
    """
    routes = catalogue.routes()
    rules = read_house_rules(catalogue.house_calls, routes)
    parts = _parts(settings, routes)
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(parts),
    )
    problems.install(app)
    for router in _routers(parts, catalogue, listener):
        app.include_router(router)
    external = listener is Listener.EXTERNAL
    return Door(
        _handler(parts, rules, listener),
        app,
        rules=DoorRules(settings.allowed_hosts, largest_file=routes.largest_file)
        if external
        else DoorRules(None, LARGEST_BODY),
        issuer=settings.issuer,
    )


def _parts(settings: Settings, routes: Routes) -> _Parts:
    engine = open_engine(
        str(settings.database_url), pool_size=settings.database_pool_size, application="gate"
    )
    log = LogClient(settings.log_socket)
    mandate_key = settings.mandate_key_file.read_bytes()
    telemetry = open_telemetry("gate", settings.telemetry, endpoint=settings.otlp_endpoint)
    gate = Gate(
        issuer=settings.issuer,
        routes=routes,
        registry=RegistryStore(engine, oldest=settings.register_age_seconds),
        quota=QuotaStore(engine),
        log=log,
        upstreams=Upstreams(settings.upstreams),
        hop_keys=_hop_keys(settings.hop_key_dir),
        mandate_key=SigningKey.from_pem(mandate_key),
        origin=Origin(mandate_key),
        seconds=settings.deadline_seconds,
        tracer=telemetry.tracer,
        nonces=Nonces(mandate_key),
        remembered=Remembered(),
        load=Load(),
    )
    return _Parts(
        gate=gate,
        engine=engine,
        signing_keys=SigningKeys(settings.signing_key_dir),
        tokens=TokenStore(engine),
        failures=FailureCounter(log, new_id()),
        tries=FailureLimit(log, settings.failures_a_minute),
        chores_seconds=settings.chores_seconds,
        log_keys=note_keys(
            settings.log_origin, settings.log_public_key_file, settings.log_ml_dsa_public_key_file
        ),
        telemetry=telemetry,
    )


def _hop_keys(folder: Path) -> dict[str, SharedKey]:
    return {
        file.stem: SharedKey.from_hex(file.stem, file.read_text())
        for file in sorted(folder.glob("*.key"))
    }


def _handler(parts: _Parts, rules: tuple[HouseRule, ...], listener: Listener) -> Handler:
    if listener is Listener.INTERNAL:
        return House(parts.gate, rules).answer
    return Partners(parts.gate, _authenticator(parts), parts.failures, parts.tries).answer


def _authenticator(parts: _Parts) -> Authenticator:
    return Authenticator(parts.gate.issuer, parts.signing_keys.published)


def _routers(parts: _Parts, catalogue: Catalogue, listener: Listener) -> list[APIRouter]:
    gate = parts.gate
    health = health_router(gate.registry, gate.log)
    if listener is Listener.INTERNAL:
        return [health]
    service = TokenService(
        gate.issuer,
        parts.signing_keys,
        gate.registry,
        parts.tokens,
        gate.nonces,
        (operation.service for operation in gate.routes.operations),
    )
    scopes = (operation.rules.scope for operation in gate.routes.operations)
    document = merged(catalogue.documents, gate.issuer)
    return [
        health,
        token_router(service, parts.failures, parts.tries),
        discovery_router(gate.issuer, lambda: parts.signing_keys.published(gate.now()), scopes),
        log_router(PublishedStore(parts.engine), [key.verifier_key for key in parts.log_keys]),
        problem_pages_router(problems_of(catalogue.documents.values())),
        documents_router(PartnerView(gate, _authenticator(parts), document)),
    ]


def _lifespan(parts: _Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        await parts.gate.log.size()
        # The time is the database's. Without one the gate starts too, and answers 503.
        await _attempted(parts.gate.registry.watch.look())
        watching = asyncio.create_task(parts.gate.registry.watch.run())
        doing = asyncio.create_task(_chores(parts))
        try:
            yield
        finally:
            parts.gate.registry.watch.end()
            await watching
            doing.cancel()
            with suppress(asyncio.CancelledError):
                await doing
            await _attempted(_tell_failures(parts, all_of_them=True))
            await parts.gate.upstreams.close()
            await parts.gate.log.close()
            await parts.engine.dispose()
            parts.telemetry.close()

    return lifespan


async def register(database_url: str, raw: bytes, catalogue: Catalogue) -> Loaded:
    """Load a register file; raises ``RegisterInvalid`` or ``RegisterConflict``."""
    engine = open_engine(database_url, application="gate-register")
    try:
        return await load_register(RegisterWriter(engine), catalogue.routes(), raw)
    finally:
        await engine.dispose()


async def log_answers(socket: Path) -> bool:
    """Say whether there is a log to say things in."""
    client = LogClient(socket)
    try:
        await client.size()
    except LogUnavailable:
        return False
    finally:
        await client.close()
    return True


async def _chores(parts: _Parts) -> None:
    while True:
        await asyncio.sleep(parts.chores_seconds)
        await _attempted(_tell_failures(parts))
        await _attempted(parts.tokens.forget_used())
        parts.signing_keys.read_again()


async def _tell_failures(parts: _Parts, *, all_of_them: bool = False) -> None:
    await parts.failures.tell(parts.gate.now(), all_of_them=all_of_them)


async def _attempted(chore: Coroutine[object, object, None]) -> None:
    """Do a chore or leave it for the next time: whatever is away now must not end them all."""
    try:
        await chore
    except (SQLAlchemyError, ServiceError, LogConflict, EntryRefused) as failure:
        _log.warning("chore_failed type=%s", type(failure).__name__)
