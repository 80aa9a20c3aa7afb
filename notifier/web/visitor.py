"""Where a request comes from, as the caps count it."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import request

HOME = 64  # a household holds a whole /64 and may take another address of it for each ask


def visitor() -> str:
    """The visitor's address; of an IPv6 address the network that one household has.

    Behind a proxy this is the visitor only when NOTIFIER_TRUSTED_PROXIES says how many there are;
    otherwise it is the proxy, and everybody shares one cap.
    """
    given = request.remote_addr or ""
    try:
        address = ip_address(given.partition("%")[0])
    except ValueError:
        return given
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or IPv6Network((address, HOME), strict=False))
    return str(address)
