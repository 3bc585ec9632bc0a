"""A8: the next signing key is made in time, and those that are over go."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ppit_gateway.domain.signing_keys import moment_named
from ppit_gateway.sources.signing_keys import SigningKeys
from ppit_ops.cli import app
from ppit_ops.keys import GATE_SIGNING, make_keys
from ppit_ops.signing_keys import KEEP, LEAD, RotationRefused, rotate_signing_key

NOW = datetime(2026, 3, 2, 12, 0, 0, 500, tzinfo=UTC)


def test_the_next_key_is_there_half_an_hour_before_it_signs(tmp_path: Path) -> None:
    make_keys(tmp_path, ())
    done = rotate_signing_key(tmp_path, NOW)
    assert done.signs_from == NOW.replace(microsecond=0) + LEAD
    assert moment_named(done.file.stem) == done.signs_from
    assert done.file.stat().st_mode & 0o777 == 0o600
    assert done.gone == ()
    ring = SigningKeys(tmp_path / GATE_SIGNING).ring
    before, after = ring.signer(NOW), ring.signer(NOW + LEAD)
    assert before.public.key_id != after.public.key_id
    assert after.public.key_id in ring.published(NOW)


def test_while_a_key_waits_no_other_is_made(tmp_path: Path) -> None:
    make_keys(tmp_path, ())
    rotate_signing_key(tmp_path, NOW)
    with pytest.raises(RotationRefused, match="12:30:00"):
        rotate_signing_key(tmp_path, NOW)
    assert len(list((tmp_path / GATE_SIGNING).iterdir())) == 2


def test_a_key_that_is_over_goes_with_a_later_rotation_and_not_before(tmp_path: Path) -> None:
    make_keys(tmp_path, ())
    (first,) = (tmp_path / GATE_SIGNING).iterdir()
    rotate_signing_key(tmp_path, NOW)
    soon = rotate_signing_key(tmp_path, NOW + LEAD + timedelta(hours=1))
    assert soon.gone == ()
    later = rotate_signing_key(tmp_path, NOW + LEAD + KEEP + timedelta(hours=1))
    assert later.gone == (first,)
    assert len(list((tmp_path / GATE_SIGNING).iterdir())) == 3


def test_keys_that_are_there_stay_when_a_house_is_started_again(tmp_path: Path) -> None:
    make_keys(tmp_path, ())
    (first,) = (tmp_path / GATE_SIGNING).iterdir()
    kept = first.read_bytes()
    make_keys(tmp_path, ())
    assert [(one, one.read_bytes()) for one in (tmp_path / GATE_SIGNING).iterdir()] == [
        (first, kept)
    ]


def test_where_no_house_keeps_its_keys_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(RotationRefused):
        rotate_signing_key(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_which_key_signs_from_when(tmp_path: Path) -> None:
    import_module("ppit_ops.house_commands")  # which adds to it
    make_keys(tmp_path, ())
    asked = ["keys", "rotate", "--folder", str(tmp_path), "--lead", "5"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0
    said = re.fullmatch(r"(\S+\.pem) signs from \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n", done.stdout)
    assert said
    assert Path(said[1]).exists()
    assert isinstance(CliRunner().invoke(app, asked).exception, RotationRefused)
