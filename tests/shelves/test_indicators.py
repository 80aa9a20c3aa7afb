"""Every counted figure on the shelf keeps the same promises."""

import inspect
import re
from datetime import datetime
from typing import get_args

import pytest
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import CATALOG, ListOf, Part, fiscal_period, measure, month_period
from notifier.indicators.viewpoints import VIEWPOINTS

WORDS = ("NAME", "QUESTION", "UNIT", "DEFINITION", "SOURCE")


@pytest.mark.parametrize("key", CATALOG)
def test_it_explains_itself_in_japanese(key: str) -> None:
    """Key, words, nature, viewpoint, and what its list is made of."""
    one = CATALOG[key]
    assert key == one.KEY
    assert re.fullmatch(r"[a-z][a-z_]{2,58}", key)
    for word in WORDS:
        text = getattr(one, word)
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text), (key, word)
    assert one.DEFINITION.endswith("。")
    assert one.NATURE in ("stock", "flow")
    assert one.VIEWPOINT in VIEWPOINTS
    assert one.LIST_OF in get_args(ListOf)


@pytest.mark.parametrize("key", CATALOG)
@pytest.mark.parametrize("period", [month_period(2026, 11), fiscal_period(2026)], ids=str)
def test_an_empty_hub_has_no_rows(
    session: Session, hub: Hub, now: datetime, key: str, period: object
) -> None:
    """Without anything to count no cell holds a row, and asking writes nothing."""
    before = (set(session.new), set(session.dirty))
    counted = measure(session, hub, key=key, period=period, now=now)  # type: ignore[arg-type]
    assert all(isinstance(part, Part) and not part.rows for part in counted.parts)
    assert (set(session.new), set(session.dirty)) == before


@pytest.mark.parametrize("key", CATALOG)
def test_the_same_face(key: str) -> None:
    """``measure(session, hub, period)``, nothing else."""
    assert list(inspect.signature(CATALOG[key].measure).parameters) == ["session", "hub", "period"]
