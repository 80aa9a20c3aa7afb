"""A body that comes slowly keeps nobody else waiting."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from flask import Flask

from notifier.hubs import Hub
from notifier.web import pages
from notifier.web.app import MAX_UPLOAD_BYTES
from notifier.web.pages import BODIES_AT_ONCE, PAGES_A_CORE
from notifier.web.short_way import ShortWay
from notifier.web.whole_body import IN_MEMORY, SenderGoneError, whole_body
from tests.fakes import loop, rsgi

MANY = PAGES_A_CORE * (os.cpu_count() or 1) + 1  # one more than there are places


class Phone(rsgi.Asked):
    """An uplink that stalls until it is lost."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """A little, then nothing for a long time."""
        yield b"title="
        await asyncio.sleep(30)


@pytest.mark.parametrize("at_once", [BODIES_AT_ONCE, 1])
def test_pages_open_while_photos_come_slowly(
    app: Flask, hub: Hub, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Also when no more photos can be received at once."""
    monkeypatch.setattr(pages, "BODIES_AT_ONCE", at_once)
    headers = rsgi.Headers([("content-length", "100000")])

    async def answered() -> rsgi.Asked:
        front = ShortWay(app)
        phones = [Phone("POST", f"/{hub.slug}/submit", headers=headers) for _ in range(MANY)]
        slow = [asyncio.create_task(front.__rsgi__(one, one)) for one in phones]
        await asyncio.sleep(0)
        page = rsgi.get(f"/{hub.slug}/")
        await asyncio.wait_for(front.__rsgi__(page, page), 10)
        assert not any(one.done() for one in slow), "the page waited for one of them"
        for one in slow:
            one.cancel()
        return page

    assert loop.run(answered()).status == 200


@pytest.mark.parametrize("size", [1, IN_MEMORY, 3 * IN_MEMORY])
def test_the_body_stands_ready(size: int) -> None:
    sent = rsgi.post("/", b"x" * (size // 2), b"y" * (size - size // 2))
    with loop.run(whole_body(sent, size)) as body:
        assert body.read() == b"".join(sent.pieces)


def test_what_is_too_much_is_left_unread(app: Flask, hub: Hub) -> None:
    """And refused by what was announced."""
    sent = rsgi.post(f"/{hub.slug}/submit", b"x", length=MAX_UPLOAD_BYTES + 1)
    assert rsgi.answer(ShortWay(app), sent) == [413]
    assert sent.times_read == 0


def test_half_a_body_is_no_body() -> None:
    """Half a form must not pass for a whole one."""
    with pytest.raises(SenderGoneError):
        loop.run(whole_body(rsgi.post("/", b"abc"), 10))
