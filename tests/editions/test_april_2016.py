"""April 2016 as childcare groups really announced it: nothing is lost on the way to paper."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy.orm import Session

from bench.newsletter import APRIL, LIST, WHEN, month_of
from notifier.editions import newsletter_paper, print_files
from notifier.hubs import Hub
from notifier.kit.text import one_line
from notifier.listings import find_listing

pytestmark = pytest.mark.real
LEAST = 40


def test_every_listing_stands_in_every_file(session: Session, hub: Hub, real_inputs: Path) -> None:
    month = month_of(session, hub, real_inputs / LIST, month=APRIL, now=WHEN)
    edition = month.edition
    assert len(edition.items) + month.refused >= LEAST
    assert edition.on == date(2016, 4, 1)
    files = {one.format: one for one in print_files(session, edition, now=WHEN)}
    twin = files["txt"].data.decode("utf-8-sig")
    ward = files["ward.txt"].data.decode("utf-8-sig")
    document = docx.Document(io.BytesIO(files["docx"].data))
    word = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for item in newsletter_paper(session, edition, now=WHEN).items:
        listing = find_listing(session, hub.id, item.listing_id)
        assert item.title == one_line(listing.title)
        assert f"■ {item.number}　{item.title}" in twin
        for said in (item.title, item.when, item.place, item.contact, item.body, item.apply_by):
            assert said in twin
            assert said in word
        assert f"行事名　{item.title}" in ward
    assert len(newsletter_paper(session, edition, now=WHEN).items) == len(edition.items)
    assert (files["pdf"].pages or 0) >= 2
