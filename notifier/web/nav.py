"""The links at the head of the pages. A page that does not exist (yet) is left out.

To add a link: one line here. Each entry is (label, endpoints, right); the first endpoint that
exists is taken, and the link is shown to those who hold the right.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from notifier.accounts import Right
from notifier.hubs import Hub
from notifier.web.guard import SignedIn
from notifier.web.public.words import words

DESK: tuple[tuple[str, tuple[str, ...], Right | None], ...] = (
    ("きょう", ("desk.today",), None),
    ("編集デスク", ("desk.queue", "desk.cases"), "judge"),
    ("掲載", ("desk.listings",), "judge"),
    ("今週の便", ("desk.edition", "desk.editions", "desk.this_week"), "edit"),
    ("通信", ("desk.newsletters",), "edit"),
    ("代理入力", ("desk.enter",), "enter"),
    ("取り込み", ("desk.imports",), "edit"),
    ("団体", ("desk.groups",), "judge"),
    ("ご意見", ("desk.opinions",), "edit"),
    ("数字", ("desk.figures", "desk.indicators"), "judge"),
    ("設定", ("admin.settings",), "settings"),
)
# The labels are keys of ``web.public.words``; groups hand in in Japanese only.
PUBLIC: tuple[tuple[str, str], ...] = (
    ("nav_home", "public.home"),
    ("nav_archive", "public.archive"),
    ("nav_subscribe", "reader.subscribe"),
    ("nav_opinions", "reader.opinions"),
    ("nav_submit", "submit.form"),
)


@dataclass(frozen=True, slots=True)
class NavLink:
    """One link of a header; ``is_here`` marks the page being shown."""

    label: str
    url: str
    is_here: bool


def desk_nav(me: SignedIn) -> list[NavLink]:
    """The desk's header for this person."""
    return [
        _link(label, endpoint)
        for label, endpoints, right in DESK
        if (endpoint := _first(endpoints)) and (right is None or me.may(right))
    ]


def public_nav(hub: Hub, language: str = "ja") -> list[NavLink]:
    """The header of a hub's public pages, in the language of the page."""
    t = words(language)
    lang = None if language == "ja" else language
    return [
        _link(t[label], endpoint, hub_slug=hub.slug, lang=lang)
        for label, endpoint in PUBLIC
        if endpoint in current_app.view_functions
    ]


def link_if(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    """The address of ``endpoint``, or an empty text when this build has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _first(endpoints: tuple[str, ...]) -> str | None:
    known = current_app.view_functions
    return next((endpoint for endpoint in endpoints if endpoint in known), None)


def _link(label: str, endpoint: str, **values: Any) -> NavLink:  # noqa: ANN401 - see link_if
    return NavLink(label, url_for(endpoint, **values), request.endpoint == endpoint)
