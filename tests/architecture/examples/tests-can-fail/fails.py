"""Tests of which none can fail for the right reason."""

from ppit_example import is_warm, mix, mixtures


def test_nothing() -> None:  # finding
    mix("red", "blue")


def test_only_a_status(client) -> None:  # finding
    answer = client.get("/colours/red")
    assert answer.status_code == 200
    assert answer.status in {200, 204}


def test_each_of_what_may_be_nothing() -> None:  # finding
    for colour in mixtures():
        assert is_warm(colour)


def test_all_of_what_may_be_nothing() -> None:  # finding
    found = [colour for colour in mixtures() if colour]
    assert all(is_warm(colour) for colour in found)


def test_each_of_an_empty_table() -> None:  # finding
    table = ()
    for colour in table:
        assert is_warm(colour)


async def test_each_event_of_a_stream_that_may_be_silent(stream) -> None:  # finding
    async for event in stream:
        assert event
