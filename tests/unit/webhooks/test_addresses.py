"""F: which addresses the house never connects to on a partner's behalf."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_webhooks.domain.addresses import may_be_called

INSIDE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


@pytest.mark.parametrize("network", INSIDE)
def test_f_neither_the_first_nor_the_last_address_of_a_network_inside(network: str) -> None:
    named = ip_network(network)
    assert [str(one) for one in (named[0], named[1], named[-1]) if may_be_called(str(one))] == []


@given(st.ip_addresses(v=4))
def test_f_an_ipv4_address_is_no_safer_in_ipv6_clothes(address: IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::", "::"):
        assert not may_be_called(f"{prefix}{address}")
    assert not may_be_called(str(IPv6Address((0x2002 << 112) | (int(address) << 80))))


@given(st.ip_addresses())
def test_f_what_may_be_called_is_global_to_python_too(
    address: IPv4Address | IPv6Address,
) -> None:
    assert address.is_global or not may_be_called(str(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2606:4700::1111", "2a00:1450::1"])
def test_f_the_public_internet_may_be_called(address: str) -> None:
    assert may_be_called(address)


@pytest.mark.parametrize("text", ["", "hooks.partner.example", "127.1", "0x7f000001", "1.2.3.4.5"])
def test_f_what_is_no_address_may_not(text: str) -> None:
    assert not may_be_called(text)
    assert not may_be_called(text, loopback=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.0.1", "::1"])
def test_f_this_machine_only_where_it_is_let(address: str) -> None:
    assert not may_be_called(address)
    assert may_be_called(address, loopback=True)


def test_f_letting_this_machine_be_called_lets_no_neighbour() -> None:
    inside = ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fd00::1")
    assert [one for one in inside if may_be_called(one, loopback=True)] == []
