"""The audit on a real log: what the gate would have written is written, and then it is asked."""

import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from ppit_audit.actions.desk import Home
from ppit_audit.app import SERVICE, create_app, home_of, watching
from ppit_audit.jobs.keep_watch import keep_watch
from ppit_audit.settings import Settings
from ppit_gateway.app import Catalogue
from ppit_gateway.domain import record
from ppit_gateway.domain.filtering import Filtered
from ppit_gateway.domain.grounds import Grounds, Sent
from ppit_gateway.domain.house_calls import authority_of
from ppit_gateway.domain.operations import Operation
from ppit_gateway.log.client import LogClient
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import LogOperation, PurposeCode, Role
from ppit_platform.ids import new_id
from tests.support.calls import a_caller
from tests.support.log import LogPlace, a_log_place, running_log
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told

ROLE = "ppit_audit"
HOME = "ppit"
SCOPES = frozenset(
    f"audit:{verb}" for verb in ("read", "recall", "watch", "export", "receipts", "notices")
)
SCREENING = "officer-safety POST /v1/screenings"


def an_officer(org_id: str = HOME, user_id: str = "dpo-1", role: Role = Role.DPO) -> Caller:
    caller = a_caller(org_id=org_id, purpose=PurposeCode.AUDIT_LAWFULNESS, scopes=SCOPES)
    return replace(caller, actor=Actor(user_id, role, "VOUCHED"), client_id=f"{org_id}-desk")


DPO = an_officer()
WARDEN = replace(
    a_caller(org_id="thanet", purpose=PurposeCode.OFFICER_SAFETY_VISIT),
    actor=Actor("w-017", Role.WARDEN, "VOUCHED"),
    client_id="thanet-phones",
    case_reference="CASE/17",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One request as the log has it; ``index`` is that of its outcome, if it has one."""

    request_id: UUID
    index: int


@dataclass(frozen=True, slots=True)
class Room:
    """The running audit; ``log`` is how the gate writes, ``place`` where it stands."""

    running: Running
    log: LogClient
    place: LogPlace
    home: Home

    async def asked(
        self,
        *disclosed: str,
        searched: Sequence[str] = (),
        by: Caller = WARDEN,
        operation: str = SCREENING,
        answer: str = "",
        answered: bool = True,
        withheld: Sequence[str] = (),
    ) -> Told:
        """Write what the gate writes of one request; one that is not ``answered`` has no outcome,
        only the fact that its service pushed.
        """
        caller = replace(by, request_id=new_id())
        named = _operation(operation)
        happened = AuditFact(LogOperation.DISCLOSURE, tuple(searched), disclosed, ("result",))
        fields = Filtered(None, frozenset({"result"}), frozenset(withheld), frozenset())
        digest = hashlib.sha256(answer.encode()).hexdigest()
        outcome = record.Outcome(200, digest, 3, fields, (happened,), 20, None)
        footing = record.Footing("UK GDPR Art 6(1)(e)", None, _grounds(named, caller), None)
        key, case = str(caller.request_id), caller.case_reference
        sealed = {record.SEALED_CASE: case} if case else {}
        receipt = await self.log.append(
            "intent", key, record.intent(caller, named, footing), sealed
        )
        if answered:
            ended = record.outcome(caller, named, outcome)
            receipt = await self.log.append("outcome", key, ended, sealed)
        said = record.fact(named.service, caller, happened)
        await self.log.append("fact", str(happened.fact_id), said)
        return Told(caller.request_id, receipt.index)

    async def refused(self, code: str, by: Caller = WARDEN) -> Told:
        """Write what the gate writes of one request that it refused."""
        named, request_id = _operation(SCREENING), new_id()
        authority = authority_of(by)
        denial = record.Denial(request_id, authority, named, None, _grounds(named, by))
        receipt = await self.log.append("denied", str(request_id), record.denied(denial, code))
        return Told(request_id, receipt.index)

    async def keep_watch(self, now: datetime | None = None) -> int:
        """Do what the worker does every five seconds; return how many alarms rose."""
        at = now or datetime.now(UTC)
        return await keep_watch(self.running.chassis, self.home, 1, at)


def _operation(name: str) -> Operation:
    routes = Catalogue.published().routes()
    return next(one for one in routes.operations if one.name == name)


def _grounds(operation: Operation, caller: Caller) -> Grounds:
    return Grounds(
        at=datetime.now(UTC),
        client_active=True,
        bound=True,
        suspended=False,
        role=None if caller.actor is None else caller.actor.role,
        version=1,
        asked_as=caller.purpose,
        scope=operation.rules.scope,
        scopes=(operation.rules.scope,),
        serves_purpose=True,
        person_required=False,
        case=Sent.GIVEN,
        key=Sent.GIVEN,
        fields=None,
        published=True,
    )


@asynccontextmanager
async def open_room(database: Database, folder: Path) -> AsyncGenerator[Room]:
    """Start the log and the audit in this process."""
    settings = Settings.model_validate(told(database, ROLE, folder))
    service = Service(SERVICE, create_app(settings), settings, watching(settings))
    place = a_log_place(folder, database)
    async with AsyncExitStack() as opened:
        log = await opened.enter_async_context(running_log(place))
        up = await opened.enter_async_context(running(service, database, DPO))
        yield Room(up, log, place, home_of(settings))
