"""The original beside the reading speaks the words of the form, and keeps what was typed."""

from notifier.editorial.originals import original_rows


def test_a_form_is_shown_by_the_names_of_its_boxes() -> None:
    fields = {
        "title": "おはなし会",
        "place_name": "西地区センター",
        "date_1": "2026-11-25",
        "start_1": "10:00",
        "kind": "event",
        "outlets": "web;line",
        "themes": "play;twins",
    }
    assert original_rows({"fields": fields}) == (
        ("行事名", "おはなし会"),
        ("会場", "西地区センター"),
        ("日にち 1", "2026-11-25"),
        ("始まり 1", "10:00"),
        ("種類", "行事"),
        ("載せる先", "ホームページ、LINE"),
        ("テーマ", "あそび・ひろば、ふたご・みつご"),
    )


def test_what_was_typed_stays_as_typed() -> None:
    typed = "１０：００～<b>１１：３０</b>"
    assert original_rows({"fields": {"when_text": typed}}) == (("日時の文章", typed),)


def test_a_table_row_is_shown_by_its_headings() -> None:
    original = {"headers": ["とき", ""], "cells": ["12/5(土)", "西地区センター"]}
    assert original_rows(original) == (("とき", "12/5(土)"), ("2列目", "西地区センター"))
