"""Which addresses of the Internet a call that somebody else asked for may go to: public ones alone.

Everything that could lead back into the own network is refused, also where it is wrapped: IPv4 in IPv6,
NAT64, 6to4, Teredo. What is not known to be public is not.
"""

from ipaddress import IPv6Address, ip_address, ip_network

PUBLIC_V6 = ip_network("2000::/3")
REFUSED = [
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip
"""What the registries of IANA call special, within what is unicast otherwise."""


def is_public(text: str) -> bool:
    """Whether the address, as a resolver gives it, is one of the public Internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, IPv6Address) and (address.scope_id or address not in PUBLIC_V6):
        return False
    return address.is_global and not any(address in network for network in REFUSED)
