"""The audit finds the cases that name somebody, applicant or officer (DPA 2018 s.45): ids, bands
and reasons, whichever organisation asked; never that nobody was found where it could not look.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from typer.testing import CliRunner

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from ppit_vetting.cli import cli
from tests.support.calls import a_caller
from tests.support.postgres import Database
from tests.support.service import told
from tests.support.vetting import ROLE, Vetting, grants_system
from tests.support.vetting_cases import a_company, a_person

ASKED = {
    "name": {"given": ["Oswin"], "family": "Tarrowby"},
    "date_of_birth": "1971-04-09",
}
OSWIN = ("Oswin Tarrowby", "1971-04-09")


def an_auditor() -> Caller:
    caller = a_caller(
        org_id="ppit",
        purpose=PurposeCode.AUDIT_LAWFULNESS,
        scopes=frozenset({"vetting:audit"}),
    )
    return replace(caller, actor=Actor("dpo-1", Role.DPO, "VOUCHED"))


async def found(vetting: Vetting, asked: Mapping[str, object]) -> tuple[dict[str, object], object]:
    served = await vetting.by(an_auditor()).running.post("/v1/audit/people", asked)
    assert served.status == 200, served.body
    listed = cast("list[dict[str, object]]", served.json["candidates"])
    return {str(one["subject_id"]): one["band"] for one in listed}, served.json["crowded"]


async def test_every_case_that_names_somebody_is_found_whoever_asked_and_for_what(
    vetting: Vetting,
) -> None:
    grant = await vetting.submit(a_person(*OSWIN))
    officer = {"name": {"full": OSWIN[0]}, "date_of_birth": OSWIN[1]}
    firm = await vetting.by(grants_system("another")).submit(a_company(officers=[officer]))
    loan = await vetting.by(grants_system(purpose=PurposeCode.VET_LOAN)).submit(
        a_person(*OSWIN, scheme="BUSINESS_LOAN")
    )
    await vetting.submit(a_person("Perpetua Quillon", "1950-01-31"))
    bands, crowded = await found(vetting, {**ASKED, "postcode": "TN23 1AA"})
    assert bands == {grant: "CONFIRMED", loan: "CONFIRMED", firm: "PROBABLE"}
    assert crowded is False
    nobody = {"name": {"given": ["Agatha"], "family": "Merryweather"}, "postcode": "CT1 1AA"}
    assert await found(vetting, nobody) == ({}, False)


async def test_cases_that_cannot_be_searched_never_say_that_nobody_was_found_until_they_are_keyed(
    bare: Vetting, vetting_database: Database
) -> None:
    case_id = await bare.submit(a_person(*OSWIN))
    ask = bare.by(an_auditor()).running.post
    bare.lists.rows("UPDATE case_index_change SET key_version = 'none'")
    stale = await ask("/v1/audit/people", ASKED)
    bare.lists.rows("DELETE FROM case_index_change")
    lost = await ask("/v1/audit/people", ASKED)
    codes = [(one.status, one.json["code"]) for one in (stale, lost)]
    assert codes == [(503, "PEOPLE_UNSEARCHABLE")] * 2
    settings = told(vetting_database, ROLE, bare.lists.folder)
    environment = {f"PPIT_VETTING_{name.upper()}": str(value) for name, value in settings.items()}
    run = CliRunner().invoke
    done = await asyncio.to_thread(run, cli.app, ["reindex-cases"], env=environment)
    assert done.stdout == "1 cases indexed\n", done.output
    assert await found(bare, ASKED) == ({case_id: "PROBABLE"}, False)


async def test_a_name_in_a_script_that_no_key_is_made_of_may_be_anybodys_of_that_birthday(
    bare: Vetting,
) -> None:
    await bare.submit(a_person("\u5f20\u4f1f", "1971-04-09"))
    assert (await found(bare, ASKED))[1] is True
    assert await found(bare, {**ASKED, "date_of_birth": "1971-04-10"}) == ({}, False)
