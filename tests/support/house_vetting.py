"""Economic Development has its applicants vetted, some of whom have to do with one another."""

from dataclasses import dataclass, field
from functools import partial
from typing import LiteralString, cast

from ppit_ops.cast import ECONOMIC_DEVELOPMENT
from ppit_ops.demo import bodies_vetting
from ppit_ops.partners import Reply
from ppit_ops.services import VETTING, Service
from ppit_platform.codes import PurposeCode
from tests.support.house_work import accepted
from tests.support.interrupted import idle
from tests.support.whole_house import WholeHouse

_CASES = "/vetting/v1/cases"
_APPLICATIONS = 30
_RECOMMENDED: LiteralString = (
    "SELECT count(DISTINCT case_id) FROM recommendation WHERE case_id = ANY (CAST(%s AS uuid[]))"
)
_NO_CASES: LiteralString = "TRUNCATE vetting_case, idempotency_key CASCADE"


@dataclass(slots=True)
class Vetting:
    """A department's grant applications, some of which have to do with one another."""

    house: WholeHouse
    cases: dict[str, str] = field(default_factory=dict[str, str])
    """Case by application."""

    @property
    def service(self) -> Service:
        return VETTING

    @property
    def agreement(self) -> str:
        return ECONOMIC_DEVELOPMENT.agreement_for(PurposeCode.VET_GRANT).agreement_id

    async def undisturbed(self) -> object:
        await self.begin("undisturbed")
        await idle(self.house, VETTING)
        found = await self.result()
        self.house.rows(VETTING, _NO_CASES)
        return found

    async def begin(self, key: str, applications: int = _APPLICATIONS) -> None:
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            listed = await grants.get("/vetting/v1/schemes")
            schemes = {
                str(one["title"]): str(one["scheme"])
                for one in cast("list[dict[str, object]]", listed.body["items"])
            }
            for application in self.house.borough.applications[:applications]:
                name = application.application_id
                body = bodies_vetting.case(application, schemes)
                send = partial(grants.post, _CASES, body, key=f"{key}-{name}")
                sent = await accepted(send)
                self.cases[name] = str(sent.body["case_id"])

    async def amid(self) -> bool:
        ((done,),) = self.house.rows(VETTING, _RECOMMENDED, list(self.cases.values()))
        return len(self.cases) // 4 < cast("int", done) < len(self.cases)

    async def result(self) -> object:
        """Return the recommendation and every check of every application."""
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            return {
                name: _recommended(await grants.get(f"{_CASES}/{case_id}"))
                for name, case_id in self.cases.items()
            }

    async def stopped(self) -> str | None:
        """Return why the cases that were not checked were not."""
        async with self.house.desk(ECONOMIC_DEVELOPMENT) as grants:
            read = [await grants.get(f"{_CASES}/{case_id}") for case_id in self.cases.values()]
        codes = {str(one.body["stop_code"]) for one in read if one.body["state"] == "STOPPED"}
        return " ".join(codes) or None


def _recommended(reply: Reply) -> tuple[object, ...]:
    checks = cast("list[dict[str, object]]", reply.body["checks"])
    found = sorted((str(one["check"]), str(one["result"])) for one in checks)
    return (reply.body["state"], reply.body["recommendation"], *found)
