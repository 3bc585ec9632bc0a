"""F: which URLs may be a receiver, by their words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_webhooks.domain.receivers import NoReceiver, ReceiverRules

STRICT, AT_HOME = ReceiverRules(), ReceiverRules(loopback=True)


def _refused(url: str) -> str | None:
    try:
        STRICT.check(url)
    except NoReceiver as refusal:
        return str(refusal)
    return None


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.partner.example",
        "https://hooks.partner.example/ppit/events",
        "https://hooks.partner.example:8443/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]/",
    ],
)
def test_f_https_to_a_public_name_or_address_is_a_receiver(url: str) -> None:
    assert _refused(url) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "127.0.0.1:9000"])
def test_f_this_machine_is_one_only_where_it_is_let(host: str) -> None:
    AT_HOME.check(f"http://{host}/ppit")
    with pytest.raises(NoReceiver):
        STRICT.check(f"http://{host}/ppit")
    with pytest.raises(NoReceiver):
        STRICT.check(f"https://{host}/ppit")


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "https://10.0.0.1/", "http://hooks.partner.example/"]
)
def test_f_letting_this_machine_lets_nobody_else(url: str) -> None:
    with pytest.raises(NoReceiver):
        AT_HOME.check(url)


@given(st.text(max_size=60))
def test_f_whatever_is_written_without_https_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NoReceiver) as refused:
        STRICT.check(f"x{text}")
    assert len(text) < 5 or text not in str(refused.value)


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=40))
def test_f_whatever_stands_behind_https_it_is_taken_or_refused(text: str) -> None:
    try:
        STRICT.check(f"https://{text}")
    except NoReceiver:
        return
    assert "@" not in text.partition("/")[0]
    assert "?" not in text
