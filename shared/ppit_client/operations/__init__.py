"""What the gate publishes, typed: written from its documents, not by hand."""

from ppit_client.operations import (
    audit,
    officer_safety,
    partners,
    tracing,
    vetting,
    victims,
    webhooks,
)

__all__ = ["audit", "officer_safety", "partners", "tracing", "vetting", "victims", "webhooks"]
