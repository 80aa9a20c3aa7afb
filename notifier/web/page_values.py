"""What every template may use: filters that say dates, the header's links, the banners."""

from typing import Any

from flask import Flask

from notifier.config import Settings
from notifier.kit import clock
from notifier.web.guard import signed_in_or_none
from notifier.web.headers import csp_nonce
from notifier.web.nav import desk_nav, link_if, public_nav
from notifier.web.public.words import words
from notifier.web.static_files import static_url


def register_page_values(app: Flask, settings: Settings) -> None:
    """Give the templates of ``app`` their filters and shared values."""
    app.jinja_env.filters.update(
        say_date=clock.say_date,
        say_time=clock.say_time,
        say_moment=clock.say_moment,
        say_span=clock.say_span,
        number=lambda value: f"{value:,}",
    )
    app.jinja_env.globals.update(
        box_attributes=box_attributes,
        csp_nonce=csp_nonce,
        desk_nav=desk_nav,
        link_if=link_if,
        public_nav=public_nav,
        public_words=words,
        signed_in_or_none=signed_in_or_none,
        static_url=static_url,
    )

    @app.context_processor
    def _shared() -> dict[str, Any]:
        return {
            "is_practice": settings.is_practice,
            "rehearsal_moment": clock.now() if settings.clock_offset else None,
        }


def box_attributes(described: list[str], errors: object) -> dict[str, str]:
    """What a box tells a screen reader: the notes that belong to it, and whether it is wrong."""
    attributes = {"aria-describedby": " ".join(described)} if described else {}
    if errors:
        attributes["aria-invalid"] = "true"
    return attributes
