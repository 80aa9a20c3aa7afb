"""``/r/<code>``: count and send on, to the stored address alone.

Readers who tap at the same moment share one statement; each is sent on after its commit. When
the database is away nobody is sent on uncounted: links lead to pages of ours, which need it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qs

from flask import Flask, current_app, request
from sqlalchemy import Connection
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from notifier.engagement import TappedLink, UnknownCodeError, count_taps, tapped_links, target_of
from notifier.kit import clock
from notifier.kit.db import one_by_one
from notifier.kit.group_commit import GroupCommit
from notifier.web.answer import Answer
from notifier.web.languages import LANGUAGES
from notifier.web.public import blueprint
from notifier.web.rsgi_types import Scope
from notifier.web.session import db, engine_of

PATH = "/r/"
PREFETCH = "prefetch"
MOST_KEPT = 20_000  # links, about as many as eighteen hubs send in three months
NOT_TO_KEEP = (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex, nofollow"))


class Taps:
    """The taps of one application, and the links tapped before."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kept: dict[str, TappedLink] = {}

    def count(self, codes: Sequence[str]) -> list[str | None]:
        """Count a tap of each and return where it leads; None for a code there is not."""
        with one_by_one(engine_of(self._app)) as connection:
            found = self._look_up(connection, set(codes))
            links = [found.get(code) for code in codes]
            count_taps(connection, [link for link in links if link is not None], now=clock.now())
        return [None if link is None else link.url for link in links]

    def _look_up(self, connection: Connection, codes: set[str]) -> dict[str, TappedLink]:
        found = {code: self._kept[code] for code in codes & self._kept.keys()}
        if len(self._kept) > MOST_KEPT:
            self._kept = {}  # another thread may be reading the old one
        # What no table can hold must not fail the others' look.
        if new := {code for code in codes - found.keys() if code.isprintable()}:
            links = tapped_links(connection, new).items()
            looked_up = {code: replace(link, url=iri_to_uri(link.url)) for code, link in links}
            self._kept |= looked_up
            found |= looked_up
        return found


def is_tap(asked: Scope) -> bool:
    """Whether the short way answers it: somebody follows a link, not a program that looks ahead."""
    return (
        asked.path.startswith(PATH)
        and asked.method == "GET"
        and not _is_looking_ahead(asked.headers.get)
    )


async def answer_tap(taps: GroupCommit[str, str | None], asked: Scope) -> Answer:
    """The answer to a tap. Raises ``UnknownCodeError``."""
    url = await taps.do(asked.path.removeprefix(PATH))
    [language, *_] = parse_qs(asked.query_string).get("lang", ["ja"])
    return _send_on(url, language)


@blueprint.get("/r/<code>")
def follow_link(code: str) -> Response:
    """302 to where the code leads; an unknown code is a page 404.

    What only looks ahead (HEAD, a browser's prefetch) is sent on without being counted.
    """
    url: str | None
    if request.method == "HEAD" or _is_looking_ahead(request.headers.get):
        url = iri_to_uri(target_of(db(), code))
    else:
        taps: Taps = current_app.extensions["taps"]
        [url] = taps.count([code])
    return _send_on(url, request.args.get("lang", "ja")).as_response()


def _send_on(url: str | None, language: str) -> Answer:
    """A redirect in the reader's language; nothing else of the address asked for is carried over."""
    if url is None:
        raise UnknownCodeError
    if language != "ja" and language in LANGUAGES and "?" not in url:
        url = f"{url}?lang={language}"
    return Answer(HTTPStatus.FOUND, (("Location", url), *NOT_TO_KEEP))


def _is_looking_ahead(header: Callable[[str, str], str]) -> bool:
    return PREFETCH in (header("sec-purpose", "") + header("purpose", "")).lower()
