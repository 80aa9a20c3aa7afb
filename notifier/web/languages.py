"""The three languages of parents' pages, and how a page finds its sentences in one of them."""

from collections.abc import Mapping

from flask import request

LANGUAGES = ("ja", "easy", "en")
HTML_LANG = {"ja": "ja", "easy": "ja", "en": "en"}

# One line per sentence: three columns, in the order of LANGUAGES.
Sentences = Mapping[str, tuple[str, str, str]]

# What the frame of every page says.
FRAME: Sentences = {
    "skip": ("本文へすすむ", "本文（ほんぶん）へ", "Skip to content"),
    "language_nav": ("ことばをえらぶ", "ことばを えらぶ", "Choose a language"),
}


def asked_language(default: str = "ja") -> str:
    """``?lang=`` or the form's ``lang``, else ``default``."""
    wanted = request.values.get("lang", "")
    return wanted if wanted in LANGUAGES else default


def in_every_language(sentences: Sentences) -> dict[str, Mapping[str, str]]:
    """{language: every sentence in it, those of the frame among them}."""
    whole = {**FRAME, **sentences}
    return {
        language: {key: row[column] for key, row in whole.items()}
        for column, language in enumerate(LANGUAGES)
    }
