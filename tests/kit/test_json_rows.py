"""Rows handed over as JSON arrive to the letter, on both databases."""

from datetime import date

import pytest
from sqlalchemy import Date, Integer, LargeBinary, String, bindparam
from sqlalchemy.orm import Session

from notifier.kit import json_rows

KINDS: json_rows.Kinds = {"number": Integer(), "on": Date(), "text": String(), "raw": LargeBinary()}
TEXTS = ["", "ひろば 👶🏽 が", '"\\', "\\u0000 \\n", "'; --", "%(rows)s :rows", "\u2028\u0085\t\n"]


@pytest.mark.parametrize("text", TEXTS)
def test_to_the_letter(session: Session, text: str) -> None:
    """Nothing at all stays nothing."""
    dialect = session.get_bind().dialect.name
    given = [(2**31 - 1, "2026-11-21", text, text), (None, None, None, None), (-1, None, "", text)]
    found = session.execute(
        json_rows.select_rows(dialect, KINDS, bindparam("more", 7)),
        {"rows": json_rows.as_text(given)},
    )
    raw = text.encode()
    numbers, days, texts, raws, more = zip(*found, strict=True)
    assert numbers == (2**31 - 1, None, -1)
    assert [str(day) for day in days] == [str(date(2026, 11, 21)), "None", "None"]
    assert texts == (text, None, "")
    assert [one if one is None else bytes(one) for one in raws] == [raw, None, raw]
    assert more == (7, 7, 7)


def test_no_rows(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    found = session.execute(json_rows.select_rows(dialect, KINDS), {"rows": json_rows.as_text([])})
    assert list(found) == []
