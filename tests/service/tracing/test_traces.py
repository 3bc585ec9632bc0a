"""One debtor from the question to the certificate, and everything that keeps an address back."""

from typing import cast

import pytest

from ppit_platform.codes import PurposeCode
from ppit_tracing.domain.certificate import digest_of
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.sources.protection import PATH as PROTECTION
from ppit_tracing.storage.source_lists import deaths, insolvencies, sightings_of
from tests.support.statements import counted_statements
from tests.support.tracing import Tracing, debt_recovery
from tests.support.tracing_town import THE_DEAD, THE_INSOLVENT, a_debt, door, load_doors, the_town

Item = dict[str, object]


async def test_a_debtor_who_moved_is_found_at_the_new_home(tracing: Tracing) -> None:
    answer = await tracing.trace(a_debt())
    assert answer["state"] == "DONE"
    assert answer["outcome"] == "NEW_ADDRESS_CONFIRMED"
    assert answer["address"] == {
        "uprn": door(2),
        "lines": ["2 Lantern Street", "Ashford"],
        "postcode": "TN23 9BZ",
    }
    assert answer["unable"] == []


async def test_a_certificate_explains_itself_and_names_nobody_else(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    served = await tracing.get(f"/v1/traces/{trace['trace_id']}/certificate")
    certificate = served.json
    assert served.status == 200
    assert certificate["content_sha256"] == digest_of(certificate)
    assert certificate["certificate_id"] == trace["certificate_id"]
    assert b"uillfeather" not in served.body
    # What was shown can be shown again, word for word (DPA 2018 s.66(2)(b)).
    assert served.body.decode() in await tracing.run.kept()
    flags = cast("list[Item]", certificate["stop_flags"])
    assert [one["flag"] for one in flags] == [
        *("PROTECTED", "DECEASED", "BREATHING_SPACE", "INSOLVENT", "CHILD"),
    ]
    searched = cast("list[Item]", certificate["searched"])
    states = {one["source"]: one["state"] for one in searched}
    assert states["ELECTORAL_REGISTER"] == "CHECKED"
    assert states["DEATHS"] == "CHECKED"


@pytest.mark.parametrize(
    ("name", "number", "outcome", "flag"),
    [
        ("Derek Ashdown", 3, "DECEASED", "DECEASED"),
        ("Elaine Birchwood", 5, "NOT_PERMITTED", "INSOLVENT"),
        ("Frank Cedarly", 7, "NOT_PERMITTED", "BREATHING_SPACE"),
        ("Alice Fernhurst deceased 07/24", 1, "DECEASED", "DECEASED"),
    ],
)
async def test_a_stop_flag_ends_a_trace_that_would_have_found_an_address(
    tracing: Tracing, name: str, number: int, outcome: str, flag: str
) -> None:
    answer = await tracing.trace(a_debt(name, number))
    assert (answer["outcome"], answer["stop_flag"]) == (outcome, flag)
    assert answer["address"] is None


async def test_a_child_is_not_traced(tracing: Tracing) -> None:
    debt = a_debt(person={"name": {"full": "Alice Fernhurst"}, "date_of_birth": "2020-01-01"})
    answer = await tracing.trace(debt)
    assert (answer["outcome"], answer["stop_flag"]) == ("NOT_PERMITTED", "CHILD")


async def test_two_bureaux_with_one_account_certify_nothing(tracing: Tracing) -> None:
    answer = await tracing.trace(a_debt("Brian Oakford", 9))
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["doubts"] == ["ONE_LINEAGE"]
    assert answer["address"] is None
    assert answer["candidates_count"] == 1


async def test_candidates_are_counted_and_never_shown(tracing: Tracing) -> None:
    trace_id = await tracing.begin(a_debt("Brian Oakford", 9))
    await tracing.run.work_until_done()
    served = await tracing.get(f"/v1/traces/{trace_id}")
    assert door(10).encode() not in served.body
    assert b"10 Lantern" not in served.body
    certificate = await tracing.get(f"/v1/traces/{trace_id}/certificate")
    assert (certificate.status, certificate.json["code"]) == (404, "NOT_FOUND")


async def test_somebody_unknown_leaves_no_trace(tracing: Tracing) -> None:
    answer = await tracing.trace(a_debt("Wilhelmina Nobody", 12))
    assert answer["outcome"] == "GONE_AWAY_NO_TRACE"


async def test_a_protected_person_reads_like_somebody_unknown_but_for_the_outcome(
    tracing: Tracing,
) -> None:
    unknown = await tracing.trace(a_debt("Wilhelmina Nobody", 12))
    tracing.protect("PROTECTED")
    protected = await tracing.trace(a_debt())
    assert protected["outcome"] == "PROTECTED_DO_NOT_DISCLOSE"
    for own in ("outcome", "trace_id", "reliability"):
        unknown.pop(own)
        protected.pop(own)
    assert protected == unknown


async def test_victims_are_asked_again_about_the_address_that_was_found(tracing: Tracing) -> None:
    asked: list[object] = []

    def only_by_the_new_home(body: object) -> tuple[int, object]:
        asked.append(body)
        known = "2 Lantern Street" in str(body)
        return 200, {"result": "PROTECTED" if known else "NOT_PROTECTED"}

    tracing.run.gate.replies[PROTECTION] = only_by_the_new_home
    answer = await tracing.trace(a_debt())
    assert answer["outcome"] == "PROTECTED_DO_NOT_DISCLOSE"
    assert answer["address"] is None
    assert len(asked) == 2
    assert "1980-04-12" in str(asked[1])


@pytest.mark.parametrize(
    "reply",
    [
        (200, {"result": "UNABLE_TO_CHECK"}),
        (200, {"result": "WHATEVER"}),
        (403, {"code": "HOUSE_CALL_NOT_PERMITTED"}),
        (503, {"code": "AUDIT_UNAVAILABLE"}),
        "unreachable",
    ],
    ids=["unable", "unknown word", "refused", "unavailable", "nobody there"],
)
async def test_no_address_is_shown_while_victims_cannot_say(
    tracing: Tracing, reply: object
) -> None:
    tracing.run.gate.replies[PROTECTION] = reply  # pyright: ignore[reportArgumentType]
    answer = await tracing.trace(a_debt())
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["unable"] == ["PROTECTION"]
    assert answer["address"] is None


@pytest.mark.parametrize("missing", [SourceName.DEATHS, SourceName.INSOLVENCIES])
async def test_no_address_is_shown_without_every_stop_list(
    bare: Tracing, missing: SourceName
) -> None:
    load_doors(bare)
    for source, rows in the_town().items():
        await bare.load(sightings_of(source, fresh_days=60), rows)
    if missing is not SourceName.DEATHS:
        await bare.load(deaths(fresh_days=35), THE_DEAD)
    if missing is not SourceName.INSOLVENCIES:
        await bare.load(insolvencies(fresh_days=14), THE_INSOLVENT)
    answer = await bare.trace(a_debt())
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["unable"] == [missing.value]
    assert answer["address"] is None


async def test_a_stale_stop_list_answers_nothing(loaded: Tracing) -> None:
    loaded.run.rows(
        "UPDATE list_load SET fresh_until = now() - interval '1 second' WHERE list = 'DEATHS'"
    )
    answer = await loaded.trace(a_debt())
    assert (answer["outcome"], answer["unable"]) == ("CANDIDATES_UNCONFIRMED", ["DEATHS"])


async def test_without_a_gazetteer_nothing_is_found_and_nothing_is_said_to_be_absent(
    loaded: Tracing,
) -> None:
    loaded.run.rows("UPDATE source_status SET fresh_until = now() - interval '1 second'")
    answer = await loaded.trace(a_debt())
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["unable"] == ["GAZETTEER"]


async def test_a_source_whose_licence_excludes_the_purpose_is_not_read(tracing: Tracing) -> None:
    org_id = tracing.run.caller.org_id
    civil = tracing.by(debt_recovery(org_id, purpose=PurposeCode.TRACE_CIVIL_DEBT))
    answer = await civil.trace(a_debt())
    assert answer["outcome"] == "CANDIDATES_UNCONFIRMED"
    assert answer["doubts"] == ["ONE_LINEAGE"]
    assert answer["unable"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"debt_address": {}},
        {"debt_address": {"lines": ["Ashford"]}},
        {"person": {"name": {"full": "Fernhurst"}}},
        {"person": {"name": {"full": "A Fernhurst"}}},
    ],
    ids=["no address", "a town", "a surname", "an initial"],
)
async def test_too_little_is_refused_at_the_door(
    tracing: Tracing, changes: dict[str, object]
) -> None:
    served = await tracing.post("/v1/traces", {**a_debt(), **changes})
    assert (served.status, served.json["code"]) == (422, "INSUFFICIENT_INPUT")
    assert served.facts == ()


@pytest.mark.parametrize("without", ["reason", "debt_reference"])
async def test_a_reason_and_a_debt_come_before_any_search(tracing: Tracing, without: str) -> None:
    debt = a_debt()
    del debt[without]
    served = await tracing.post("/v1/traces", debt)
    assert (served.status, served.json["code"]) == (422, "INVALID_REQUEST")


async def test_a_result_is_readable_only_once_the_log_has_its_fact(tracing: Tracing) -> None:
    trace_id = await tracing.begin(a_debt())
    queued = await tracing.get(f"/v1/traces/{trace_id}")
    assert (queued.json["state"], queued.json["outcome"]) == ("QUEUED", None)
    tracing.run.gate.forgets = True
    try:
        await tracing.run.work.once()
        running = await tracing.get(f"/v1/traces/{trace_id}")
        certificate = await tracing.get(f"/v1/traces/{trace_id}/certificate")
    finally:
        tracing.run.gate.forgets = False
    assert (running.json["state"], running.json["address"]) == ("RUNNING", None)
    assert (certificate.status, certificate.json["code"]) == (409, "TRACE_NOT_DONE")
    await tracing.run.work_until_done()
    tracing.run.rows("UPDATE audit_outbox SET logged_at = now() WHERE logged_at IS NULL")
    done = await tracing.get(f"/v1/traces/{trace_id}")
    assert (done.json["state"], done.json["outcome"]) == ("DONE", "NEW_ADDRESS_CONFIRMED")


async def test_an_agreement_that_ended_stops_a_trace(tracing: Tracing) -> None:
    trace_id = await tracing.begin(a_debt())
    tracing.run.end_mandates("AGREEMENT_ENDED")
    await tracing.run.work_until_done()
    answer = (await tracing.get(f"/v1/traces/{trace_id}")).json
    assert (answer["state"], answer["stop_code"]) == ("STOPPED", "AGREEMENT_ENDED")
    assert answer["outcome"] is None


async def test_another_organisation_sees_no_trace_of_it(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    other = tracing.by(debt_recovery("another"))
    for path in (f"/v1/traces/{trace['trace_id']}", f"/v1/traces/{trace['trace_id']}/certificate"):
        served = await other.get(path)
        assert (served.status, served.json["code"]) == (404, "NOT_FOUND")


async def test_each_look_at_an_address_is_kept_as_a_disclosure(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt())
    await tracing.get(f"/v1/traces/{trace['trace_id']}/certificate")
    kept = tracing.run.rows(
        "SELECT shown, shown_to FROM disclosure WHERE trace_id = %s ORDER BY shown_at",
        trace["trace_id"],
    )
    who = tracing.run.caller.acting
    assert kept == [
        {"shown": "TRACE", "shown_to": who},
        {"shown": "CERTIFICATE", "shown_to": who},
    ]


async def test_a_look_at_nothing_is_no_disclosure_of_an_address(tracing: Tracing) -> None:
    trace = await tracing.trace(a_debt("Brian Oakford", 9))
    kept = tracing.run.rows("SELECT shown FROM disclosure WHERE trace_id = %s", trace["trace_id"])
    assert kept == []


async def test_the_same_key_begins_one_trace(tracing: Tracing) -> None:
    debt = a_debt()
    first = await tracing.run.post("/v1/traces", debt, key="a-key-of-its-own")
    again = await tracing.run.post("/v1/traces", debt, key="a-key-of-its-own")
    assert first.json == again.json
    await tracing.run.work_until_done()


async def test_one_trace_is_ten_statements(tracing: Tracing) -> None:
    await tracing.begin(a_debt())
    with counted_statements(tracing.run.chassis.engine) as counted:
        await tracing.run.work_until_done()
    sent = [sql for sql in counted.statements if "SAVEPOINT" not in sql]
    starts = [at for at, sql in enumerate(sent) if "set_config('ppit.org_id'" in sql]
    ends = next(at for at, sql in enumerate(sent) if "INSERT INTO audit_outbox" in sql)
    work = sent[starts[-1] : ends]
    assert [sql for sql in work if "INSERT INTO event_outbox" in sql] == work[-1:]
    # One more where the index of people is folded, as this town's is; and the last announces it.
    assert len(work) == 8 + 1 + 1
