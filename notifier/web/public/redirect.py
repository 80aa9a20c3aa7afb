"""``/r/<code>``: count and send on, to the stored address alone.

Readers who tap at the same moment share one statement; each is sent on after its commit. When
the database is away nobody is sent on uncounted: links lead to pages of ours, which need it too.
"""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import Flask, current_app, request
from sqlalchemy import Connection
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request, Response

from notifier.engagement import TappedLink, UnknownCodeError, count_taps, tapped_links, target_of
from notifier.kit import clock
from notifier.kit.db import one_by_one
from notifier.kit.group_commit import GroupCommit
from notifier.web.answer import Answer
from notifier.web.languages import LANGUAGES
from notifier.web.public import blueprint
from notifier.web.session import db, engine_of

PATH = "/r/"
PREFETCH = "prefetch"
MOST_KEPT = 20_000  # links, about as many as eighteen hubs send in three months
NOT_TO_KEEP = (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex, nofollow"))


class Taps:
    """The taps of one application that wait for their commit, and the links tapped before."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: GroupCommit[str, str | None] = GroupCommit(self._count)
        self._kept: dict[str, TappedLink] = {}

    def follow(self, code: str) -> str:
        """Count one tap and return where it leads. Raises ``UnknownCodeError``."""
        # What no table can hold must not fail the group it would wait in.
        url = self._waiting.do(code) if code.isprintable() else None
        if url is None:
            raise UnknownCodeError
        return url

    def _count(self, codes: Sequence[str]) -> list[str | None]:
        with one_by_one(engine_of(self._app)) as connection:
            self._keep(connection, set(codes))
            links = [self._kept.get(code) for code in codes]
            count_taps(connection, [link for link in links if link is not None], now=clock.now())
        return [None if link is None else link.url for link in links]

    def _keep(self, connection: Connection, codes: set[str]) -> None:
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        if new := codes - self._kept.keys():
            for code, link in tapped_links(connection, new).items():
                self._kept[code] = replace(link, url=iri_to_uri(link.url))


def answer_tap(taps: Taps, asked: Request) -> Answer | None:
    """The answer to a tap; None when ``asked`` is none and the pages answer."""
    if asked.method != "GET" or not asked.path.startswith(PATH) or _is_looking_ahead(asked):
        return None
    return _send_on(asked, taps.follow(asked.path.removeprefix(PATH)))


@blueprint.get("/r/<code>")
def follow_link(code: str) -> Response:
    """302 to where the code leads; an unknown code is a page 404.

    What only looks ahead (HEAD, a browser's prefetch) is sent on without being counted.
    """
    if request.method == "HEAD" or _is_looking_ahead(request):
        url = iri_to_uri(target_of(db(), code))
    else:
        taps: Taps = current_app.extensions["taps"]
        url = taps.follow(code)
    return _send_on(request, url).as_response()


def _send_on(asked: Request, url: str) -> Answer:
    """A redirect in the reader's language; nothing else of the address asked for is carried over."""
    language = asked.args.get("lang", "ja")
    if language != "ja" and language in LANGUAGES and "?" not in url:
        url = f"{url}?lang={language}"
    return Answer(HTTPStatus.FOUND, (("Location", url), *NOT_TO_KEEP))


def _is_looking_ahead(asked: Request) -> bool:
    headers = asked.headers
    return PREFETCH in (headers.get("Sec-Purpose", "") + headers.get("Purpose", "")).lower()
