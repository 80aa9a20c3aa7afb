"""Themes and audiences are open sets of text keys."""

from notifier.taxonomy import AUDIENCES, SENSITIVE, THEMES, audiences, themes


def test_every_sensitive_theme_is_a_theme() -> None:
    assert set(THEMES) >= SENSITIVE == {"development", "twins", "foreign_roots"}


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert themes.theme_name("play") == THEMES["play"]
    assert themes.theme_name("new") == "new"
    assert audiences.audience_name("father") == AUDIENCES["father"]
    assert audiences.audience_name("new") == "new"
