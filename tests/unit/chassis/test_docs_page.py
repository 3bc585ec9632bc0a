"""The page of documentation needs no network."""

import re

from ppit_platform.docs_page import docs_page


def test_the_page_asks_nobody_but_its_own_server() -> None:
    page = docs_page("Officer safety")
    assert "Officer safety" in page
    assert "openapi.json" in page
    assert re.findall(r"(?:https?:)?//[a-z]", page) == []


def test_a_title_is_text() -> None:
    assert "<script>x" not in docs_page("<script>x")
