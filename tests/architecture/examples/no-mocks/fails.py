"""Every way in which a test may end up testing itself."""

import unittest.mock  # finding
from unittest import mock  # finding
from unittest.mock import MagicMock  # finding

import ppit_example.clock


def test_with_a_patched_clock(monkeypatch) -> None:
    monkeypatch.setattr(ppit_example.clock, "today", MagicMock())  # finding
    monkeypatch.setattr("ppit_example.clock.today", lambda: None)  # finding


def test_with_a_mocker(mocker) -> None:  # finding
    mocker.patch("ppit_example.clock.today")  # finding
