"""A8: which key signs and which are published, by names and the clock alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppit_gateway.domain.signing_keys import DatedKey, KeyRing, moment_named
from ppit_gateway.sources.signing_keys import SigningKeys
from ppit_platform.tokens import KeyUnusable, SigningKey, new_private_key

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD, CURRENT, NEXT = (SigningKey.from_pem(new_private_key()) for _ in range(3))
RING = KeyRing([DatedKey(NOW + HOUR, NEXT), DatedKey(NOW - HOUR, OLD), DatedKey(NOW, CURRENT)])


def published(at: datetime) -> list[str]:
    return list(RING.published(at))


def test_the_newest_key_whose_time_has_come_signs() -> None:
    signers = [
        RING.signer(at).public.key_id
        for at in (NOW - HOUR, NOW - timedelta(seconds=1), NOW, NOW + HOUR, NOW + 24 * HOUR)
    ]
    assert signers == [one.public.key_id for one in (OLD, OLD, CURRENT, NEXT, NEXT)]


def test_where_no_time_has_come_the_first_key_signs() -> None:
    assert RING.signer(NOW - 24 * HOUR).public.key_id == OLD.public.key_id


def test_the_next_key_is_published_before_it_signs() -> None:
    assert published(NOW - timedelta(seconds=1)) == [
        one.public.key_id for one in (OLD, CURRENT, NEXT)
    ]


def test_a_key_stays_published_until_its_last_token_is_over_everywhere() -> None:
    just, over = timedelta(minutes=5, seconds=59), timedelta(minutes=6)
    assert OLD.public.key_id in published(NOW + just)
    assert published(NOW + over) == [one.public.key_id for one in (CURRENT, NEXT)]


def test_a_published_key_is_known_by_its_thumbprint() -> None:
    found = RING.published(NOW)[CURRENT.public.key_id]
    assert found.point.thumbprint() == CURRENT.public.key_id


def test_there_is_always_a_key_and_none_stands_twice() -> None:
    with pytest.raises(KeyUnusable):
        KeyRing([])
    with pytest.raises(KeyUnusable):
        KeyRing([DatedKey(NOW, OLD), DatedKey(NOW + HOUR, OLD)])


def test_a_file_is_named_after_a_moment() -> None:
    assert moment_named("20260302T120000Z") == NOW


@pytest.mark.parametrize("name", ["signing", "", "20260302", "20260302T120000", "20261302T120000Z"])
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(KeyUnusable):
        moment_named(name)


def test_keys_are_read_again_and_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    first = tmp_path / "20200101T000000Z.pem"
    first.write_bytes(new_private_key())
    keys = SigningKeys(tmp_path)
    before = list(keys.published(datetime.now(UTC)))
    (tmp_path / "20200601T000000Z.pem").write_bytes(b"half a fi")
    keys.read_again()
    assert list(keys.published(datetime.now(UTC))) == before
    (tmp_path / "20200601T000000Z.pem").write_bytes(new_private_key())
    keys.read_again()
    assert list(keys.published(datetime.now(UTC))) != before
    assert len(keys.published(datetime.now(UTC))) == 1  # the first has not signed for years


def test_a_folder_without_a_usable_key_is_no_start(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable):
        SigningKeys(tmp_path)
    with pytest.raises(KeyUnusable):
        SigningKeys(tmp_path / "missing")
