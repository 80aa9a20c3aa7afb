"""The ward reads an issue by a link: changes since the last look, comments, a dated agreement."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.directory import add_group
from notifier.editions import (
    ContentMovedError,
    Edition,
    PrintText,
    ReviewLink,
    ReviewLinkError,
    answer_review,
    approve,
    approve_review,
    comment_review,
    compose,
    find_review,
    look_review,
    newsletter_view,
    offer_review,
    open_review,
    review_page,
    reviews_of,
    revoke_review,
    set_print_text,
)
from notifier.hubs import Hub, set_districts
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.listings import cancel, find_listing
from tests.editions.conftest import OPEN, Listings, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared

DECEMBER = date(2026, 12, 1)
FIFTH = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
LABEL = "区こども家庭支援課"

Offered = tuple[Edition, ReviewLink]


@pytest.fixture
def issue(
    session: Session, hub: Hub, published: Listings, editor: Actor, now: datetime
) -> Callable[[], Edition]:
    """December with two items, as a draft; again = brought up to date."""
    set_districts(session, hub, [("d1", "第一地区"), ("d2", "第二地区")], by=editor, now=now)
    published(**OPEN, title="みんなの会", organiser="うめの会", occurrences=dates(FIFTH))
    published(
        **OPEN | {"district_keys": ("d1",)}, title="一の会", organiser="ももの会",
        occurrences=dates(FIFTH),
    )  # fmt: skip

    def make() -> Edition:
        return compose(session, hub, kind="newsletter", on=DECEMBER, by=editor, now=now)

    return make


@pytest.fixture
def offered(
    session: Session, issue: Callable[[], Edition], editor: Actor, now: datetime
) -> Offered:
    """The issue and the ward's link to it."""
    edition = issue()
    link, _ = offer_review(session, edition, label=LABEL, days=14, by=editor, now=now)
    return edition, link


def test_a_link_opens_its_issue_alone_and_only_while_it_lives(
    session: Session, issue: Callable[[], Edition], editor: Actor, now: datetime
) -> None:
    edition = issue()
    link, token = offer_review(session, edition, label=LABEL, days=14, by=editor, now=now)
    assert token not in link.token_hash
    assert open_review(session, token, now=now) == (link, edition)
    with pytest.raises(ReviewLinkError, match="使えません"):
        open_review(session, token + "x", now=now)
    open_review(session, token, now=now + timedelta(days=13, hours=23))
    with pytest.raises(ReviewLinkError):
        open_review(session, token, now=now + timedelta(days=14))
    revoke_review(session, edition, link, by=editor, now=now)
    revoke_review(session, edition, link, by=editor, now=now + timedelta(days=1))
    assert link.revoked_at == now
    with pytest.raises(ReviewLinkError):
        open_review(session, token, now=now)


def test_a_link_needs_a_name_and_an_end(
    session: Session, issue: Callable[[], Edition], editor: Actor, now: datetime
) -> None:
    edition = issue()
    for label, days, said in ((" ", 14, "だれに"), ("区", 0, "1日から"), ("区", 61, "60日")):
        with pytest.raises(BadInputError, match=said):
            offer_review(session, edition, label=label, days=days, by=editor, now=now)


def test_changes_since_the_last_look(
    session: Session, issue: Callable[[], Edition], offered: Offered, published: Listings,
    editor: Actor, now: datetime,
) -> None:  # fmt: skip
    edition, link = offered
    first = review_page(session, link, edition, now=now)
    assert first.changes == 0, "nothing was looked at yet, so nothing changed"
    look_review(session, link, edition, now=now)
    assert review_page(session, link, edition, now=now).changes == 0
    here, gone = (item.listing_id for item in edition.items)
    published(**OPEN, title="あとの会", occurrences=dates(FIFTH + timedelta(days=1)))
    cancel(session, find_listing(session, link.hub_id, gone), reason="荒天", by=editor, now=now)
    set_print_text(
        session, edition, here, PrintText("みんなで", ""), version=edition.version, by=editor,
        now=now,
    )  # fmt: skip
    edition = issue()
    page = review_page(session, link, edition, now=now)
    said = {one.item.title: one.change for one in page.items}
    assert said == {"みんなで": "紙面の文が変わりました。", "あとの会": "新しくのりました。"}
    assert page.gone == ("一の会",)
    assert page.changes == 3
    look_review(session, link, edition, now=now)
    assert review_page(session, link, edition, now=now).changes == 0


def test_comments_hang_on_their_item_and_are_answered(
    session: Session, offered: Offered, editor: Actor, now: datetime
) -> None:
    edition, link = offered
    listing_id = edition.items[0].listing_id
    comment = comment_review(
        session, link, edition, "対象を\n書いてください", listing_id=listing_id, now=now
    )
    comment_review(session, link, edition, "よいと思います", listing_id=None, now=now)
    page = review_page(session, link, edition, now=now)
    said = {one.item.title: [row.words for row in one.comments] for one in page.items}
    assert said == {"一の会": [], "みんなの会": ["対象を\n書いてください"]}
    assert [one.words for one in page.comments] == ["よいと思います"]
    reviews = newsletter_view(session, edition, now=now).reviews
    assert reviews.unanswered == 2
    assert [(title, who) for _, title, who in reviews.comments] == [
        ("みんなの会", LABEL),
        ("この号の全体", LABEL),
    ]
    answer_review(session, edition, comment.id, "", by=editor, now=now)
    assert comment.answer == "対応しました。"
    assert reviews_of(session, edition, now=now).unanswered == 1
    sentences = [one.sentence for one in audit.history(
        session, edition.hub_id, subject=("edition", edition.id), limit=9
    )]  # fmt: skip
    assert f"{LABEL}が「通信 2026年12月号」にコメントを書きました。" in sentences
    with pytest.raises(NotFoundError):
        answer_review(session, edition, comment.id + 99, "", by=editor, now=now)


def test_comments_have_bounds(
    session: Session, offered: Offered, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, link = offered
    for words in ("", " \n ", "あ" * 1_001):
        with pytest.raises(BadInputError):
            comment_review(session, link, edition, words, listing_id=None, now=now)
    with pytest.raises(NotFoundError):
        comment_review(session, link, edition, "別の号の項目", listing_id=99_999, now=now)
    monkeypatch.setitem(comment_review.__globals__, "MOST", 1)
    comment_review(session, link, edition, "一つめ", listing_id=None, now=now)
    with pytest.raises(BadInputError, match="上限"):
        comment_review(session, link, edition, "二つめ", listing_id=None, now=now)


def test_an_approval_counts_for_what_was_read(
    session: Session, issue: Callable[[], Edition], offered: Offered, publisher: Actor,
    editor: Actor, now: datetime,
) -> None:  # fmt: skip
    edition, link = offered
    page = review_page(session, link, edition, now=now)
    with pytest.raises(BadInputError, match="所属"):
        approve_review(session, link, edition, name=" ", content_hash=page.content_hash, now=now)
    with pytest.raises(ContentMovedError):
        approve_review(session, link, edition, name="係長", content_hash="0" * 64, now=now)
    made = approve_review(
        session, link, edition, name="係長", content_hash=page.content_hash, now=now
    )
    assert made.approved_at == now
    assert reviews_of(session, edition, now=now).content_hash == made.content_hash
    approve(session, edition, version=edition.version, by=publisher, now=now)
    frozen = reviews_of(session, edition, now=now + timedelta(days=3))
    assert frozen.content_hash == made.content_hash, "freezing changes nothing that was read"


def test_an_agreed_issue_that_changed_is_told(
    session: Session, offered: Offered, editor: Actor, now: datetime
) -> None:
    edition, link = offered
    page = review_page(session, link, edition, now=now)
    approve_review(session, link, edition, name="係長", content_hash=page.content_hash, now=now)
    set_print_text(
        session, edition, edition.items[0].listing_id, PrintText("新しい題", ""),
        version=edition.version, by=editor, now=now,
    )  # fmt: skip
    after = reviews_of(session, edition, now=now)
    assert after.approvals[0].content_hash != after.content_hash


def test_fairness_names_who_was_never_told_of(
    session: Session, hub: Hub, offered: Offered, publisher: Actor, published: Listings,
    now: datetime,
) -> None:  # fmt: skip
    edition, link = offered
    add_group(session, hub, name="さくらの会", by=publisher, now=now)
    published(
        **OPEN, title="前の会", organiser="うめの会", occurrences=dates(FIFTH - timedelta(days=10))
    )
    before = compose(session, hub, kind="newsletter", on=date(2026, 11, 1), by=publisher, now=now)
    approve(session, before, version=before.version, by=publisher, now=now)
    fair = review_page(session, link, edition, now=now).fairness
    groups = {row.name: (row.here, row.year) for row in fair.groups}
    assert groups["うめの会"] == (1, 2)
    assert groups["ももの会"] == (1, 1)
    assert groups["さくらの会"] == (0, 0)
    districts = {row.name: (row.here, row.year) for row in fair.districts}
    assert districts == {
        "第一地区": (1, 1),
        "第二地区": (0, 0),
        "区全体・地区を問わないもの": (1, 2),
    }


def test_the_timetable_knows_when_it_went_to_the_ward(
    session: Session, offered: Offered, now: datetime
) -> None:
    edition, link = offered
    steps = {step.key: step.standing for step in newsletter_view(session, edition, now=now).steps}
    assert steps["ward"] == "done"
    with pytest.raises(NotFoundError):
        find_review(session, edition, link.id + 1)
