"""A sheet for the counter: three QR codes that open the list in three languages."""

from dataclasses import dataclass

from flask import current_app, render_template
from markupsafe import Markup

from notifier.subscribers import LANGUAGES
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.public.words import words
from notifier.web.reader.words import HTML_LANG


@dataclass(frozen=True, slots=True)
class Code:
    """One QR with the same address in letters below it."""

    name: str
    title: str
    lang: str
    url: str
    picture: Markup


@blueprint.get("/counter")
@require("judge")
def counter() -> str:
    """The sheet, to print from the browser."""
    hub = signed_in().hub
    home = f"{current_app.config['SETTINGS'].base_url}/{hub.slug}/"
    codes = []
    for key, name in LANGUAGES.items():
        url = home if key == "ja" else f"{home}?lang={key}"
        codes.append(Code(name, words(key)["home_title"], HTML_LANG[key], url, _drawn(url)))
    return render_template("web/desk/counter.html", codes=codes, hub=hub)


def _drawn(url: str) -> Markup:
    """The QR as SVG inside the page; hidden from screen readers, the address stands beside it."""
    import segno

    drawn = segno.make(url, error="m").svg_inline(scale=5, border=2, omitsize=True)
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704 - drawn by segno
