"""The guarded door to addresses somebody else chose."""

import socket

import httpx2
import pytest

from notifier.wire import http


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "not an address",
    ],
)  # fmt: skip
def test_places_that_are_not_public(address: str) -> None:
    assert not http.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_places_that_are_public(address: str) -> None:
    assert http.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://localhost/", "file:///etc/passwd",
        "gopher://8.8.8.8/", "http://user:pass@8.8.8.8/", "//8.8.8.8/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises(http.ForbiddenAddressError):
        http.untrusted.fetch(url)


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(http.ForbiddenAddressError):
        http.untrusted.fetch("http://feed.example.jp/")


class Web:
    """A web where every name is public and the requests are kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[httpx2.Request] = []
        self.answers: list[httpx2.Response] = []
        real = httpx2.Client

        def client(**options: object) -> httpx2.Client:
            return real(transport=httpx2.MockTransport(self._answer), **options)  # type: ignore[arg-type]

        monkeypatch.setattr(http.httpx2, "Client", client)
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)

    def _resolve(self, host: str, *_: object, **__: object) -> list[object]:
        address = "10.0.0.1" if host.startswith("inside") else "8.8.8.8"
        return [(2, 1, 6, "", (address, 80))]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        return self.answers.pop(0)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    return Web(monkeypatch)


def test_the_checked_address_is_dialled_under_the_name_that_was_asked_for(web: Web) -> None:
    web.answers = [httpx2.Response(200, content=b"<rss/>", headers={"etag": '"1"'})]
    got = http.untrusted.fetch("https://feed.example.jp:8443/rss?x=1", etag='"0"')
    (request,) = web.seen
    assert str(request.url) == "https://8.8.8.8:8443/rss?x=1"
    assert request.headers["host"] == "feed.example.jp:8443"
    assert request.extensions["sni_hostname"] == "feed.example.jp"
    assert request.headers["if-none-match"] == '"0"'
    assert (got.status, got.body, got.etag) == (200, b"<rss/>", '"1"')


def test_a_redirect_is_checked_like_the_first_address(web: Web) -> None:
    web.answers = [httpx2.Response(302, headers={"location": "http://inside.example.jp/secret"})]
    with pytest.raises(http.ForbiddenAddressError):
        http.untrusted.fetch("http://feed.example.jp/")
    assert len(web.seen) == 1


def test_a_circle_of_redirects_ends(web: Web) -> None:
    web.answers = [httpx2.Response(302, headers={"location": "/again"}) for _ in range(6)]
    with pytest.raises(http.FetchFailedError, match="転送"):
        http.untrusted.fetch("http://feed.example.jp/")
    assert len(web.seen) == 6


def test_too_much_is_not_read_to_the_end(web: Web) -> None:
    web.answers = [httpx2.Response(200, content=b"x" * 2000)]
    with pytest.raises(http.FetchFailedError, match="大きすぎる"):
        http.untrusted.fetch("http://feed.example.jp/", max_bytes=1000)


def test_the_vendor_door_leads_to_configured_origins_alone() -> None:
    with (
        http.vendor("https://api.example.jp") as client,
        pytest.raises(http.ForbiddenAddressError),
    ):
        client.get("https://elsewhere.example.jp/")
