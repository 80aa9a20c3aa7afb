"""The archive's pages: what was sent, struck where it was called off, and nothing personal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import editions
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import (
    Listing,
    VariantWords,
    cancel,
    check_variant,
    draft_of,
    publish,
    revise,
    write_variant,
)
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SATURDAY, SLOT, add_reader, on
from tests.listings.conftest import make_draft, make_submission
from tests.web.inert import alive

BAD = "<script>alert(1)</script>%%SETTINGS_URL%%"
Send = Callable[[str], tuple[editions.Edition, Listing]]


@pytest.fixture
def send(session: Session, hub: Hub, editor: Actor, publisher: Actor, now: datetime) -> Send:
    """``send(title)``: a listing goes out in Saturday's edition, with words in やさしい日本語."""

    def one(title: str) -> tuple[editions.Edition, Listing]:
        submission = make_submission(session, hub, now, "archive")
        draft = make_draft(**OPEN, title=title, body=title, occurrences=on(2))
        listing = publish(session, draft, submission=submission, by=editor, now=now)
        words = VariantWords("easy", {"title": title, "body": "あるきます。"}, "", 0)
        write_variant(session, listing, words, by=editor, now=now)
        check_variant(session, listing, language="easy", version=1, by=publisher, now=now)
        add_reader(session, hub, 1, Wishes(language="en"))
        made = editions.compose(session, hub, kind="weekly", on=SATURDAY, by=editor, now=now)
        editions.approve(session, made, version=made.version, by=publisher, now=now)
        editions.begin_dispatch(session, made, now=SLOT)
        editions.build_content_groups(session, made, now=SLOT)
        editions.finish(session, made, now=SLOT)
        session.commit()
        return made, listing

    return one


def test_an_issue_is_listed_by_month_and_read(
    client: FlaskClient, session: Session, send: Send, editor: Actor, now: datetime
) -> None:
    assert "まだ、お送りしたお便りはありません" in client.get("/nishi/archive/").text
    made, listing = send("さんぽの会")
    home = client.get("/nishi/archive/").text
    assert "2026年11月" in home
    assert f"/nishi/archive/{made.id}" in home
    page = client.get(f"/nishi/archive/{made.id}").text
    assert "11月21日(土)にお送りした内容です" in page
    assert "さんぽの会" in page
    for personal in ("/me/", "/unsubscribe/", "/r/", "%%"):
        assert personal not in page
    assert "lang=easy" in page
    assert "lang=en" not in page, "nothing of it is in English, whoever reads English"
    assert "送（おく）りました" in client.get(f"/nishi/archive/{made.id}?lang=easy").text
    cancel(session, listing, reason="大雨のため", by=editor, now=now)
    session.commit()
    struck = client.get(f"/nishi/archive/{made.id}").text
    assert "<del>さんぽの会</del>" in struck
    assert "大雨のため" in struck
    assert client.get("/nishi/archive/999999").status_code == 404


@pytest.mark.parametrize(
    ("lang", "moved", "now_at"),
    [
        ("", "日程が変わりました", "いまの日程を見る"),
        ("?lang=easy", "日（ひ）が 変（か）わりました", "今（いま）の 日（ひ）を 見（み）る"),
    ],
)
def test_a_moved_date_says_so_and_leads_to_the_event(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    session: Session,
    send: Send,
    editor: Actor,
    now: datetime,
    lang: str,
    moved: str,
    now_at: str,
) -> None:
    made, listing = send("さんぽの会")
    draft = replace(draft_of(listing), occurrences=on(9), recurrence=None)  # type: ignore[arg-type]
    revise(session, listing, draft, by=editor, now=now)
    session.commit()
    page = client.get(f"/nishi/archive/{made.id}{lang}").text
    article = page.split("<article")[1].split("</article>")[0]
    assert article.count(moved) == 2, "at the head of the item and at the date"
    assert now_at in article
    assert f"/nishi/events/{listing.id}" in article
    assert "中止" not in article
    assert "<del>さんぽの会" not in article


def test_hostile_words_stay_text(client: FlaskClient, send: Send) -> None:
    made, _ = send(BAD)
    page = client.get(f"/nishi/archive/{made.id}").text
    assert alive(page) == []
    assert "&lt;script&gt;" in page
    assert "%%SETTINGS" not in page
