"""Addresses: which machines may be asked at all."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

# What Python's is_global leaves open on some versions, or what hides another address inside: NAT64, 6to4, Teredo,
# discard, benchmarking, the documentation and the carrier networks. IANA special-purpose registries, 2026-11.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "255.255.255.255/32",
        "::/128",
        "::1/128",
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ]
)


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """
    Whether a numeric address is one of the open internet.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or not number.is_global or number.is_multicast:
        return False
    return not any(number.version == network.version and number in network for network in _NEVER)


class Allowed:
    """The places outside the open internet that the operator named: `host:port` or `network/bits:port`."""

    def __init__(self, places: Iterable[str]) -> None:
        self.names: set[tuple[str, int]] = set()
        self._networks: list[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, int]] = []
        for place in places:
            host, _, port = place.strip().rpartition(":")
            number = int(port) if port.isdigit() else 0
            host = host.strip("[]").lower()
            try:
                self._networks.append((ipaddress.ip_network(host), number))
            except ValueError:
                self.names.add((host, number))

    def __contains__(self, place: tuple[str, int]) -> bool:
        host, port = place
        if (host.lower(), port) in self.names:
            return True
        if not self._networks:
            return False
        try:
            number = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(
            port == wanted and number.version == network.version and number in network
            for network, wanted in self._networks
        )


def refused_among(addresses: Sequence[str], host: str, port: int, allowed: Allowed) -> str:
    """The first address that may not be dialled for `host:port`; one bad record refuses the name, empty: all may."""
    if (host, port) in allowed:
        return ""
    return next((address for address in addresses if not is_public(address) and (address, port) not in allowed), "")
