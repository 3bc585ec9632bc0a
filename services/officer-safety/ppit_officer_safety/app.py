"""Puts the officer-safety service together."""

from fastapi import FastAPI

from ppit_officer_safety.actions.desk import Clock, Practice
from ppit_officer_safety.api import incidents, markers, screenings
from ppit_officer_safety.settings import Settings
from ppit_platform.people import utc_now
from ppit_platform.service import create_service

SERVICE = "officer-safety"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Officer safety",
        version="1.0.0",
        routers=[screenings.router, markers.router, incidents.router],
        settings=settings,
    )
    if settings is not None:
        app.state.practice = Practice(settings.contact_for_advice, settings.shift_ends)
        app.state.clock = clock
    return app
