"""A sheet for the counter: three QR codes that open the list in three languages."""

import io
from dataclasses import dataclass

from flask import Response, current_app, make_response, render_template

from notifier.kit.errors import NotFoundError
from notifier.subscribers import LANGUAGES
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.languages import HTML_LANG
from notifier.web.public.words import words


@dataclass(frozen=True, slots=True)
class Code:
    """One QR with the same address in letters below it."""

    key: str
    name: str
    title: str
    lang: str
    url: str


@blueprint.get("/counter")
@require("judge")
def counter() -> str:
    """The sheet, to print from the browser."""
    codes = [
        Code(key, name, words(key)["home_title"], HTML_LANG[key], _address(key))
        for key, name in LANGUAGES.items()
    ]
    return render_template("web/desk/counter.html", codes=codes, hub=signed_in().hub)


@blueprint.get("/counter/<language>.svg")
@require("judge")
def counter_code(language: str) -> Response:
    """The QR of one language; the address in letters stands beside it."""
    import segno

    if language not in LANGUAGES:
        raise NotFoundError("この言語のページはありません。")
    out = io.BytesIO()
    segno.make(_address(language), error="m").save(out, kind="svg", scale=5, border=2)
    answer = make_response(out.getvalue())
    answer.content_type = "image/svg+xml"
    return answer


def _address(language: str) -> str:
    home = f"{current_app.config['SETTINGS'].base_url}/{signed_in().hub.slug}/"
    return home if language == "ja" else f"{home}?lang={language}"
