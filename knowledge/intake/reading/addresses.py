"""Which addresses a link may lead to: those of the public internet and no others."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_GLOBAL_V6 = ip_network("2000::/3")
# Addresses that carry an IPv4 address within them, and so may lead back into our own network.
_CARRIERS = tuple(
    ip_network(network)
    for network in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)
# Anycast relays for such carriers (RFC 7526), and documentation (RFC 9637), which Python 3.11
# takes for public.
_NOT_PUBLIC = tuple(ip_network(network) for network in ("192.88.99.0/24", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet, however it is written."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _GLOBAL_V6 or any(address in network for network in _CARRIERS):
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_PUBLIC)
    )


def parsed(text: str) -> Address:
    """The address as `getaddrinfo` gives it; a zone ("fe80::1%eth0") is dropped."""
    return ip_address(text.partition("%")[0])
