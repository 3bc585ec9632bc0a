"""What every action here works with: a unit of work, the stores in it, the seal of secrets."""

from dataclasses import dataclass

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.db import Transaction
from ppit_platform.desk import BareDesk
from ppit_platform.sealing import Seal
from ppit_webhooks.domain.receivers import ReceiverRules
from ppit_webhooks.storage.deliveries import DeliveryStore, EventStore
from ppit_webhooks.storage.subscriptions import KeyStore, SubscriptionStore


@dataclass(frozen=True, slots=True)
class Stores:
    subscriptions: SubscriptionStore
    keys: KeyStore
    events: EventStore
    deliveries: DeliveryStore

    @classmethod
    def of(cls, session: Transaction) -> "Stores":
        return cls(
            SubscriptionStore(session),
            KeyStore(session),
            EventStore(session),
            DeliveryStore(session),
        )


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    stores: Stores
    seal: Seal
    rules: ReceiverRules

    def tell(self, operation: LogOperation, *fields: str, **counts: int) -> None:
        """Leave the one fact: ids of subscriptions and events, and counts; nobody is in it."""
        self.unit.record(AuditFact(operation, fields=fields, counts=counts))
