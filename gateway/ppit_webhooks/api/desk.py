"""Puts a request's desk together: its unit of work, the stores in it, the seal, the time."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_platform.chassis import chassis_of
from ppit_platform.desk import Now
from ppit_platform.unit import Pseudonyms, Transaction, Unit
from ppit_webhooks.actions.desk import Desk, Stores
from ppit_webhooks.domain.receivers import ReceiverRules


def _desk(
    request: Request, unit: Unit, session: Transaction, pseudonyms: Pseudonyms, now: Now
) -> Desk:
    seal = chassis_of(request.scope).seal
    rules = cast("ReceiverRules", request.app.state.receiver_rules)
    return Desk(unit, pseudonyms, now, Stores.of(session), seal, rules)


AtTheDesk = Annotated[Desk, Depends(_desk)]
