"""What every page of the readers shares: its language, its headers, the page of an old link."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for

from notifier.hubs import Hub, districts
from notifier.subscribers import CURRENT_VERSION, LANGUAGES, WORDINGS
from notifier.web.headers import keep_private
from notifier.web.languages import HTML_LANG, asked_language
from notifier.web.reader.theme_words import theme_names
from notifier.web.reader.words import words
from notifier.web.session import db

GONE = 410


def show(template: str, hub: Hub, *, lang: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - as render_template takes them
    """A readers' page in ``lang``: no referrer, no index, no copy kept."""
    html = render_template(
        f"web/reader/{template}.html",
        hub=hub,
        t=words(lang),
        lang=lang,
        html_lang=HTML_LANG[lang],
        languages=[(key, name, _here(key)) for key, name in LANGUAGES.items()],
        **values,
    )
    return keep_private(make_response(html, status))


def choices(hub: Hub, lang: str) -> dict[str, Any]:
    """What the boxes offer."""
    return {
        "districts": [(one.key, one.name) for one in districts(db(), hub.id)],
        "themes": list(theme_names(lang).items()),
        "wording": WORDINGS[CURRENT_VERSION][lang],
        "mail_domain": hub.mail_from.rpartition("@")[2] or hub.name,
    }


def old_link(hub: Hub, *, of_confirmation: bool, lang: str | None = None) -> Response:
    """A used or old link: what happened, and how to get a new one."""
    return show(
        "old_link",
        hub,
        lang=lang or asked_language(),
        status=GONE,
        of_confirmation=of_confirmation,
    )


def to(endpoint: str, hub: Hub, lang: str, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    """The address of a readers' page, staying in ``lang``."""
    if lang != "ja":
        values["lang"] = lang
    return url_for(f"reader.{endpoint}", hub_slug=hub.slug, **values)


def _here(lang: str) -> str:
    """This page in another language; a form that failed leads back to its empty page."""
    values: dict[str, Any] = {**(request.view_args or {}), "lang": lang}
    return url_for(request.endpoint or "reader.subscribe", **values)
