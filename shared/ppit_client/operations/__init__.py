"""What the gate publishes, typed: written from its documents, not by hand."""

from ppit_client.operations import officer_safety, partners, tracing, vetting, victims, webhooks

__all__ = ["officer_safety", "partners", "tracing", "vetting", "victims", "webhooks"]
