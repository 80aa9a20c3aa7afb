"""The language of a public page: asked for in the address, kept by every link of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from notifier.hubs import Hub
from notifier.subscribers import LANGUAGES
from notifier.web.languages import HTML_LANG, asked_language
from notifier.web.public.words import words

KEPT = ("district", "age", "theme", "month", "from")  # nothing else of an address is repeated


@dataclass(frozen=True, slots=True)
class Tongue:
    """``arg`` is what links carry: nothing for Japanese."""

    key: str
    t: Mapping[str, str]

    @property
    def html(self) -> str:
        """The value of ``lang`` in HTML."""
        return HTML_LANG[self.key]

    @property
    def arg(self) -> str | None:
        """For ``url_for(…, lang=…)``."""
        return None if self.key == "ja" else self.key


def asked_tongue() -> Tongue:
    """``?lang=easy|en``, else Japanese."""
    key = asked_language()
    return Tongue(key, words(key))


def show(
    template: str,
    hub: Hub,
    tongue: Tongue,
    *,
    offered: tuple[str, ...] = (),
    **values: Any,  # noqa: ANN401 - as render_template takes them
) -> str:
    """A public page in ``tongue``; ``offered`` are the languages it can be read in (all)."""
    keys = offered or tuple(LANGUAGES)
    return render_template(
        f"web/public/{template}.html",
        hub=hub,
        t=tongue.t,
        lang=tongue.key,
        lang_arg=tongue.arg,
        html_lang=tongue.html,
        languages=[(key, LANGUAGES[key], HTML_LANG[key], _here(key)) for key in keys],
        **values,
    )


def _here(key: str) -> str:
    """This very page in another language, with its filters."""
    kept = {name: request.args[name] for name in KEPT if name in request.args}
    values: dict[str, Any] = {**kept, **(request.view_args or {})}
    values["lang"] = None if key == "ja" else key
    return url_for(request.endpoint or "public.home", **values)
