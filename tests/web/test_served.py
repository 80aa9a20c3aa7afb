"""The pages as granian serves them: what a browser sends and gets, on a real connection."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import Engine

from notifier.cli.processes import web_process
from notifier.hubs import Hub
from notifier.web.pages import environ_of
from notifier.web.static_files import static_url
from tests.fakes import rsgi
from tests.fakes.smtp_sink import free_port
from tests.fakes.web_process import wait_for_web

TOO_LARGE = 12 * 1024 * 1024 + 1


@pytest.fixture
def port(engine: Engine, hub: Hub) -> Iterator[int]:
    """Where a web process of the hub listens."""
    assert hub.id
    free = free_port()
    url = engine.url.render_as_string(hide_password=False)
    running = subprocess.Popen(
        web_process("127.0.0.1", free).command, env=os.environ | {"NOTIFIER_DATABASE_URL": url}
    )
    try:
        wait_for_web(free)
        yield free
    finally:
        running.terminate()
        assert running.wait(20) == 0


def said(
    port: int, method: str, path: str, body: bytes | None = None
) -> tuple[HTTPResponse, bytes]:
    """One answer and its body."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.slow
def test_a_browser_is_served(app: Flask, port: int, hub: Hub) -> None:
    """Pages, files, HEAD, and a body too large to be read; then it ends when asked to."""
    page, words = said(port, "GET", f"/{hub.slug}/")
    assert (page.status, int(page.headers["Content-Length"])) == (200, len(words))
    assert hub.name in words.decode()
    head, nothing = said(port, "HEAD", f"/{hub.slug}/")
    assert (head.status, nothing) == (200, b"")
    with app.test_request_context():
        style = static_url("notifier.css")
    file, styles = said(port, "GET", style)
    assert (file.status, "immutable" in file.headers["Cache-Control"]) == (200, True)
    assert styles
    assert said(port, "GET", "/%E3%81%82/%ff%00?q=%ff")[0].status == 404
    _refused_unread(port, f"/{hub.slug}/submit")
    _left_alone(port, f"/{hub.slug}/submit")


def _refused_unread(port: int, path: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(TOO_LARGE))
        connection.endheaders()
        assert connection.getresponse().status == 413


def _left_alone(port: int, path: str) -> None:
    """Who hangs up amid a form; the next one is served."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as gone:
        gone.sendall(b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\na" % path.encode())
    assert said(port, "GET", "/healthz")[1] == b"ok\n"


def test_a_request_as_wsgi_tells_it() -> None:
    asked = rsgi.Asked(
        "POST",
        "/ひろば",
        "q=%E3%81%82",
        rsgi.Headers(
            [
                ("content-type", "text/plain"),
                ("content-length", "3"),
                ("cookie", "a=1"),
                ("cookie", "b=2"),
                ("accept", "x"),
                ("accept", "y"),
                ("x-forwarded-for", "192.0.2.1"),
                ("x_forwarded_for", "198.51.100.9"),
            ]
        ),
        authority="hub.example.jp",
        http_version="2",
        server="[::1]:8000",
        client="[2001:db8::1]:40000",
    )
    environ = environ_of(asked, BytesIO(b"abc"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/ひろば"
    assert environ["wsgi.input"].read() == b"abc"
    assert {name: text for name, text in environ.items() if not name.startswith("wsgi.")} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": environ["PATH_INFO"],
        "QUERY_STRING": "q=%E3%81%82",
        "SERVER_PROTOCOL": "HTTP/2",
        "SERVER_NAME": "::1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "2001:db8::1",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "3",
        "HTTP_HOST": "hub.example.jp",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_ACCEPT": "x,y",
        "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    }
