"""Rows hide from those whose purpose, regime or silence does not open them."""

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ppit_platform.chassis import chassis_of
from ppit_platform.codes import ProcessingRegime, PurposeCode
from tests.support.calls import ServiceCaller, a_caller

PART3 = ProcessingRegime.PART3_LAW_ENFORCEMENT
GDPR = ProcessingRegime.UK_GDPR
VISIT = PurposeCode.OFFICER_SAFETY_VISIT
CRIME = PurposeCode.PREVENT_DETECT_CRIME
DEBT = PurposeCode.TRACE_CIVIL_DEBT
GRANT = PurposeCode.VET_GRANT


@pytest.mark.parametrize(
    ("collected", "allowed", "purpose", "regime", "visible"),
    [
        (GDPR, [VISIT], VISIT, GDPR, True),
        (GDPR, [VISIT], GRANT, GDPR, False),
        (GDPR, [VISIT], CRIME, PART3, False),
        (GDPR, [VISIT, DEBT], DEBT, GDPR, True),
        (PART3, [VISIT], VISIT, GDPR, True),
        (PART3, [VISIT], GRANT, GDPR, False),
        (PART3, [VISIT], CRIME, PART3, True),
        (PART3, [VISIT, DEBT], DEBT, GDPR, False),
        (PART3, [VISIT, DEBT], DEBT, PART3, False),
    ],
)
async def test_a_row_opens_to_its_purposes_and_part_3_never_to_debt_tracing(  # noqa: PLR0913, PLR0917  # one column each of the table above
    notebook: ServiceCaller,
    title: str,
    collected: ProcessingRegime,
    allowed: list[PurposeCode],
    purpose: PurposeCode,
    regime: ProcessingRegime,
    visible: bool,  # noqa: FBT001
) -> None:
    note = {"title": title, "collected_under": collected, "allowed_purposes": allowed}
    assert (await notebook.post("/v1/notes", note)).status == 201
    seen = await notebook.by(a_caller(purpose=purpose, regime=regime)).get("/v1/notes")
    assert seen.status == 200
    assert (title in str(seen.json["items"])) is visible


async def test_a_connection_that_never_said_who_asks_sees_no_rows(
    notebook: ServiceCaller, notebook_app: FastAPI, title: str
) -> None:
    assert (await notebook.post("/v1/notes", {"title": title})).status == 201
    async with chassis_of({"app": notebook_app}).engine.connect() as connection:
        seen = await connection.execute(text("SELECT count(*) FROM note"))
        assert seen.scalar_one() == 0


async def test_a_connection_that_never_said_who_asks_adds_no_rows(
    notebook: ServiceCaller, notebook_app: FastAPI, title: str
) -> None:
    assert (await notebook.post("/v1/notes", {"title": title})).status == 201
    copy = text(
        "INSERT INTO note SELECT gen_random_uuid(), 'copy', 'kcc', NULL, 'UK_GDPR', '{}', 'x',"
        " current_date, 1, now(), NULL, now()"
    )
    async with chassis_of({"app": notebook_app}).engine.connect() as connection:
        with pytest.raises(ProgrammingError, match="row-level security"):
            await connection.execute(copy)
