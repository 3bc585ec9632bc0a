"""Puts the webhooks service together."""

from functools import partial

from fastapi import FastAPI

from ppit_platform.desk import Clock
from ppit_platform.people import utc_now
from ppit_platform.service import create_service
from ppit_platform.service_worker import WorkBench, run_service
from ppit_webhooks.actions.deliver import SERVICE, Post
from ppit_webhooks.api import deliveries, events, subscriptions
from ppit_webhooks.domain.receivers import ReceiverRules
from ppit_webhooks.jobs.deliver import add_deliver
from ppit_webhooks.settings import Settings
from ppit_webhooks.sources.receiver import Receivers, ReceiverSettings, Resolver, resolve

_AT_ONCE = 16
"""Attempts that one worker makes at a time; most of their time is spent waiting."""


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Webhooks",
        version="1.0.0",
        routers=[subscriptions.router, deliveries.router, events.router],
        settings=settings,
        clock=clock,
    )
    if settings is not None:
        app.state.receiver_rules = ReceiverRules(settings.loopback)
    return app


async def work(settings: Settings) -> None:
    """Make deliveries until told to stop."""
    await run_service(SERVICE, settings, partial(add_work, settings), concurrency=_AT_ONCE)


def add_work(
    settings: Settings, bench: WorkBench, now: Clock = utc_now, resolver: Resolver = resolve
) -> None:
    """Add the jobs of this service to a bench; tests give a clock and a resolver of their own."""
    receivers = Receivers(
        ReceiverSettings(
            settings.loopback, settings.authorities_file, settings.attempt_seconds, resolver
        )
    )
    add_deliver(bench, Post(bench.chassis, bench.house, receivers, now, {}))
