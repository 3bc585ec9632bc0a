"""Which addresses the house never connects to on a partner's behalf (SSRF; RFC 6890 and IANA)."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NEVER_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
"""All else is loopback, link-local, unique-local, multicast, IPv4-mapped, NAT64 or unassigned."""
_NEVER_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Teredo and protocol assignments, documentation, 6to4 (which carries any IPv4), documentation."""


def may_be_called(text: str, *, loopback: bool = False) -> bool:
    """Say whether an address is of the public internet; ``loopback`` lets this machine pass too.

    What is no address may not.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if address.is_loopback:
        return loopback
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NEVER_4)
    return _may_be_called_6(address)


def _may_be_called_6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _GLOBAL_6:
        return False
    return not any(address in network for network in _NEVER_6)
