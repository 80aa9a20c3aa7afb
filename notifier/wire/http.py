"""Web pages out there, through two doors.

``vendor`` reaches an origin the operator configured and nothing else. ``untrusted`` fetches an
address somebody else chose (a feed, a calendar): every name is resolved here, every address must
be public, and the connection goes to the very address that was checked, so that a name that
changes its mind in between (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx2

from notifier.kit.errors import BadInputError, UnavailableError

MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 10.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = (
    "このアドレスは読みこめません。だれでも見られるインターネットのアドレスではないからです。"
    "打ちまちがいがないか見て、わからないときは、その情報を出している所に「公開用のアドレス」を聞いてください。"
)
USER_AGENT = "notifier (+feed reader of a childcare-support hub)"


class ForbiddenAddressError(BadInputError):
    """The address leads to a place we do not visit: not public, not the web, not configured."""


class FetchFailedError(UnavailableError):
    """No usable answer: unreachable, too slow, too large or sent round in circles."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. Status 304 has no body: nothing changed since ``etag`` or ``last_modified``."""

    url: str
    status: int
    content_type: str
    body: bytes
    etag: str
    last_modified: str


@contextmanager
def vendor(*origins: str, timeout: float = TIMEOUT_SECONDS) -> Iterator[httpx2.Client]:
    """A client that talks to the configured ``origins`` (``https://host[:port]``) alone."""
    allowed = {_origin(origin) for origin in origins}

    def refuse_others(request: httpx2.Request) -> None:
        if _origin(str(request.url)) not in allowed:
            raise ForbiddenAddressError("設定されていない相手には接続しません。")

    with httpx2.Client(
        timeout=timeout,
        follow_redirects=False,
        event_hooks={"request": [refuse_others]},
        trust_env=False,
    ) as client:
        yield client


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    max_bytes: int = 5_000_000,
    timeout: float = TIMEOUT_SECONDS,
) -> Fetched:
    """Fetch what somebody else's address points to, following at most five checked redirects.

    Raises ``ForbiddenAddressError`` for places we do not visit and ``FetchFailedError`` otherwise.
    """
    deadline = time.monotonic() + timeout
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    with httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer, onward = _one(client, url, headers, max_bytes, deadline)
            except httpx2.HTTPError as error:
                raise FetchFailedError("ページを読みこめませんでした。") from error
            if onward is None:
                return answer
            url = urljoin(url, onward)
    raise FetchFailedError("転送が多すぎるため、読みこみをやめました。")


def refuse_inside(url: str) -> None:
    """Raise ``ForbiddenAddressError`` for an address that ``fetch`` would refuse as things stand now.

    A name that is not found at the moment passes, and one that is public now may lead inside
    tomorrow: ``fetch`` looks again each time. Asks the name server: hold no lock meanwhile.
    """
    with suppress(FetchFailedError):
        _public_address(url)


class untrusted:  # noqa: N801 - a door with a name, read as ``http.untrusted.fetch``
    """The door for addresses somebody else chose."""

    fetch = staticmethod(fetch)
    refuse_inside = staticmethod(refuse_inside)


def _one(
    client: httpx2.Client, url: str, headers: dict[str, str], max_bytes: int, deadline: float
) -> tuple[Fetched, str | None]:
    """One request to one checked address; the second value is where a redirect points."""
    parts = urlsplit(url)
    host, address = _checked_host(url), _public_address(url)
    literal = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    pinned = urlunsplit((parts.scheme, literal + port, parts.path or "/", parts.query, ""))
    with client.stream(
        "GET",
        pinned,
        headers={**headers, "Host": host + port},
        # The certificate must be that of the name, though we dial the address.
        extensions={"sni_hostname": host},
    ) as response:
        onward = response.headers.get("location") if response.status_code in REDIRECTS else None
        body = b"" if onward else _capped(response, max_bytes, deadline)
        return (
            Fetched(
                url=url,
                status=response.status_code,
                content_type=response.headers.get("content-type", ""),
                body=body,
                etag=response.headers.get("etag", ""),
                last_modified=response.headers.get("last-modified", ""),
            ),
            onward,
        )


def _capped(response: httpx2.Response, max_bytes: int, deadline: float) -> bytes:
    """The body, counted after decompression; a slow drip ends at the deadline.

    Packed twice, a few bytes become a machine's memory in one step, before anybody counts.
    """
    if response.headers.get("content-encoding", "identity").strip().lower() not in PACKED:
        raise FetchFailedError("ファイルの圧縮のしかたが特別なため、読みこみをやめました。")
    kept = bytearray()
    for chunk in response.iter_bytes():
        kept += chunk
        if len(kept) > max_bytes:
            raise FetchFailedError("ファイルが大きすぎるため、読みこみをやめました。")
        if time.monotonic() > deadline:
            raise FetchFailedError("時間がかかりすぎるため、読みこみをやめました。")
    return bytes(kept)


def _checked_host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise ForbiddenAddressError(
            "http:// または https:// で始まるアドレスを入れてください。", field="url"
        )
    try:
        return parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ForbiddenAddressError("アドレスを読み取れません。", field="url") from error


def _public_address(url: str) -> str:
    """The first address of the host, when every address of it is public."""
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS[parts.scheme]
        found = socket.getaddrinfo(_checked_host(url), port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise FetchFailedError("アドレスが見つかりません。") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise ForbiddenAddressError(_NOT_PUBLIC, field="url")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, looking through IPv6 disguises."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        else:
            ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
