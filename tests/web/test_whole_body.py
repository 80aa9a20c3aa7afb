"""A body that comes slowly keeps nobody else waiting."""

import io
import os
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from notifier.hubs import Hub
from notifier.web.short_way import PAGES_A_CORE
from notifier.web.whole_body import IN_MEMORY, whole_body

MANY = PAGES_A_CORE * (os.cpu_count() or 1) + 1  # one more than there are places


class Phone(io.RawIOBase):
    """An uplink that stalls until ``goes_on`` is set."""

    def __init__(self, goes_on: Event) -> None:
        self.goes_on = goes_on

    def readable(self) -> bool:
        """It is one to read from."""
        return True

    def readinto(self, buffer: object) -> int:
        """Nothing for a long time, then the end."""
        del buffer
        self.goes_on.wait(30)
        return 0


def _send(app: Flask, path: str, phone: Phone) -> None:
    environ = create_environ(path, method="POST") | {
        "wsgi.input": phone,
        "CONTENT_LENGTH": "100000",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    run_wsgi_app(app, environ)


def test_pages_open_while_photos_come_slowly(app: Flask, client: FlaskClient, hub: Hub) -> None:
    goes_on = Event()
    slow = [
        Thread(target=_send, args=(app, f"/{hub.slug}/submit", Phone(goes_on))) for _ in range(MANY)
    ]
    for one in slow:
        one.start()
    try:
        assert client.get(f"/{hub.slug}/").status_code == 200
        assert all(one.is_alive() for one in slow), "the page waited for one of them"
    finally:
        goes_on.set()
        for one in slow:
            one.join()


@pytest.mark.parametrize("size", [1, IN_MEMORY, 3 * IN_MEMORY])
def test_the_body_stands_ready(size: int) -> None:
    sent = b"x" * size
    environ = {"CONTENT_LENGTH": str(size), "wsgi.input": io.BytesIO(sent + b"the next request")}
    with whole_body(environ, most=size):
        assert environ["wsgi.input"].read() == sent


@pytest.mark.parametrize("length", ["", "0", "-5", "many", "101"])
def test_what_is_none_or_too_much_is_left_unread(length: str) -> None:
    stream = io.BytesIO(b"x" * 200)
    environ = {"CONTENT_LENGTH": length, "wsgi.input": stream}
    with whole_body(environ, most=100):
        assert environ["wsgi.input"] is stream
    assert stream.tell() == 0


def test_a_body_that_ends_early_is_handed_on() -> None:
    environ = {"CONTENT_LENGTH": "10", "wsgi.input": io.BytesIO(b"abc")}
    with whole_body(environ, most=100):
        assert environ["wsgi.input"].read() == b"abc"
