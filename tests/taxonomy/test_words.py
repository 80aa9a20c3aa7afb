"""Themes and audiences are open sets of text keys."""

from notifier.taxonomy import AUDIENCES, SENSITIVE, THEMES, audiences, themes, wards


def test_every_sensitive_theme_is_a_theme() -> None:
    assert set(THEMES) >= SENSITIVE == {"development", "twins", "foreign_roots"}


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert themes.theme_name("play") == THEMES["play"]
    assert themes.theme_name("new") == "new"
    assert audiences.audience_name("father") == AUDIENCES["father"]
    assert audiences.audience_name("new") == "new"


def test_wards() -> None:
    assert len(wards.WARDS) == 18
    assert wards.place_names("141038") == ("神奈川県", "横浜市西区")
    assert wards.place_names("999999") == ("", "")
