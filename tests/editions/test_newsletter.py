"""The newsletter: a month composed, frozen, printed, and never sent to anybody."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import docx
import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionState,
    EmptyEditionError,
    NotPrintedError,
    NotSentError,
    PrintText,
    all_sentences,
    approve,
    begin_dispatch,
    compose,
    due_editions,
    editions,
    errata,
    kind_of,
    newsletter_paper,
    newsletter_view,
    print_files,
    reach,
    reschedule,
    set_print_text,
    state_name,
    stop,
    undo_approval,
)
from notifier.hubs import Hub, set_districts
from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit.errors import BadInputError
from notifier.listings import cancel, draft_of, revise
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, Listings, Readers, dates
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared

DECEMBER = date(2026, 12, 1)
FIFTH = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
PAPER = {"outlets": ("web", "newsletter")}

Make = Callable[[], Edition]


@pytest.fixture
def december(session: Session, hub: Hub, machine: Actor, now: datetime) -> Make:
    """The December issue, asked for by a day in its middle."""

    def make() -> Edition:
        return compose(session, hub, kind="newsletter", on=date(2026, 12, 15), by=machine, now=now)

    return make


def sheets(session: Session, edition: Edition, now: datetime) -> dict[str, bytes]:
    return {one.format: one.data for one in print_files(session, edition, now=now)}


def twin(session: Session, edition: Edition, now: datetime) -> str:
    return sheets(session, edition, now)["txt"].decode("utf-8-sig")


def test_a_month_is_of_its_first_day_and_tells_the_whole_month(
    session: Session, december: Make, published: Listings, now: datetime
) -> None:
    first = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    inside = published(**OPEN, **PAPER, title="月のはじめ", occurrences=dates(first))
    last = published(
        **OPEN, **PAPER, title="月の終わり", occurrences=dates(first + timedelta(days=30))
    )
    published(**OPEN, **PAPER, title="一月", occurrences=dates(first + timedelta(days=31)))
    published(**OPEN, **PAPER, title="十一月", occurrences=dates(first - timedelta(days=1)))
    published(**OPEN, title="紙はのぞまない", outlets=("web", "line"), occurrences=dates(first))
    made = december()
    assert made.on == DECEMBER
    assert made.title == "通信 2026年12月号"
    assert [item.listing_id for item in made.items] == [inside.id, last.id]
    reasons = {one.title: one.reason for one in newsletter_view(session, made, now=now).left_out}
    assert reasons == {"紙はのぞまない": "紙面に載せない希望です。"}
    assert december() is made


def test_it_reaches_nobody_and_is_never_due(
    session: Session, december: Make, published: Listings, reader: Readers, publisher: Actor,
    now: datetime,
) -> None:  # fmt: skip
    published(**OPEN, title="どこでも", occurrences=dates(FIFTH))
    reader(Wishes())
    made = december()
    approve(session, made, version=made.version, by=publisher, now=now)
    found = reach(session, made, now=now)
    assert (found.line, found.email, found.without, found.content_groups) == (0, 0, 0, 0)
    assert made.state is EditionState.APPROVED
    assert made.send_at is None
    assert state_name(made) == "確定ずみ・印刷できます"
    much_later = now + timedelta(days=60)
    assert due_editions(session, now=much_later) == []
    assert begin_dispatch(session, made, now=much_later) == "waiting"
    with pytest.raises(NotSentError, match="送りません"):
        reschedule(session, made, send_at=now, by=publisher, now=now)
    with pytest.raises(NotSentError):
        stop(session, made, by=publisher, now=now)
    assert editions(session, made.hub_id) == []
    assert editions(session, made.hub_id, kind="newsletter") == [made]
    undo_approval(session, made, by=publisher, now=now)
    assert state_name(made) == "下書き"


def test_the_three_files_say_the_same(
    session: Session, hub: Hub, december: Make, published: Listings, editor: Actor, now: datetime
) -> None:
    set_districts(session, hub, [("d1", "第一地区"), ("d2", "第二地区")], by=editor, now=now)
    published(
        title="公園であそぼう", district_keys=("d1",), themes=(),
        occurrences=dates(FIFTH, FIFTH + timedelta(days=7)), outlets=("newsletter",),
        apply_by_at=FIFTH - timedelta(days=2), body="動きやすい服で。",
    )  # fmt: skip
    published(
        kind="information", title="保育園の申込", occurrences=(), outlets=("newsletter",),
        expires_on=date(2026, 12, 20),
    )  # fmt: skip
    made = december()
    files = sheets(session, made, now)
    text = files["txt"].decode("utf-8-sig")
    for words in (
        "公園であそぼう", "5日(土)・12日(土) 10:00–11:30", "【申込締切】12月3日(木) 10:00",
        "第1地区会館", "無料", "045-000-0000", "動きやすい服で。", "---- 第一地区 ----",
        "保育園の申込", "12月20日(日)まで", "変更の場合あり", "2026年11月20日(金)現在の情報です",
        "/nishi/", "（下書き）", "〔0〕", "0＝0歳",
    ):  # fmt: skip
        assert words in text, words
    document = docx.Document(io.BytesIO(files["docx"]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for said in (
        "公園であそぼう",
        "【申込締切】12月3日(木) 10:00",
        "保育園の申込",
        "5日(土)・12日(土)",
    ):
        assert said in words
    assert "{{" not in words
    assert "{%" not in words
    assert files["pdf"].startswith(b"%PDF")


def test_an_announcement_says_until_when_or_nothing(
    session: Session, hub: Hub, december: Make, published: Listings, now: datetime
) -> None:
    """「日時 お知らせ」 and 「期限 お知らせ」 were printed where no end is known."""
    news = {"kind": "information", "occurrences": (), "outlets": ("newsletter",)}
    published(**news, title="いつでも相談")
    published(**news, title="保育園の申込", expires_on=date(2026, 12, 20))
    made = december()
    files = sheets(session, made, now)
    text = files["txt"].decode("utf-8-sig")
    open_end, dated = sorted(text.split("■ ")[1:], key=lambda part: "保育園" in part)
    assert "日時:" not in open_end
    assert "期限:" not in open_end
    assert "期限: 12月20日(日)まで" in dated
    document = docx.Document(io.BytesIO(files["docx"]))
    lines = [one.text for one in document.paragraphs]
    assert [one for one in lines if one.startswith(("日時", "期限"))] == ["期限 12月20日(日)まで"]


def test_the_printed_page_says_what_an_announcement_costs(
    session: Session, december: Make, published: Listings, editor: Actor, now: datetime
) -> None:
    """A file of drawn letters cannot be read here: it is another one when the fee is."""
    news = published(
        kind="information", title="子育てサポート", occurrences=(), outlets=("newsletter",)
    )
    made = december()
    before = sheets(session, made, now)["pdf"]
    assert sheets(session, made, now)["pdf"] == before
    draft: ListingDraft = draft_of(news)
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    dearer = ListingDraft(**{**values, "fee_text": "1時間800円", "fee_yen": 800})
    revise(session, news, dearer, by=editor, now=now)
    assert sheets(session, made, now)["pdf"] != before


def test_approved_files_stay_the_same_and_changes_become_errata(
    session: Session, december: Make, published: Listings, publisher: Actor, editor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    stays = published(**OPEN, title="つづく会", occurrences=dates(FIFTH))
    moved = published(**OPEN, title="うごく会", occurrences=dates(FIFTH))
    gone = published(**OPEN, title="なくなる会", occurrences=dates(FIFTH))
    made = december()
    approve(session, made, version=made.version, by=publisher, now=now)
    before = sheets(session, made, now)
    assert errata(session, made, now=now) == []
    cancel(session, gone, reason="講師の都合のため", by=editor, now=now)
    draft: ListingDraft = draft_of(moved)
    other = OccurrenceDraft(FIFTH + timedelta(days=1), FIFTH + timedelta(days=1, minutes=90))
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    revise(session, moved, ListingDraft(**{**values, "occurrences": (other,)}), by=editor, now=now)
    later = now + timedelta(days=3)
    assert sheets(session, made, later) == before
    found = {one.listing_id: one.sentence for one in errata(session, made, now=later)}
    assert set(found) == {moved.id, gone.id}
    assert stays.id not in found
    assert "日時: 5日(土) 10:00–11:30 → 6日(日) 10:00–11:30" in found[moved.id]


def test_a_month_without_items_says_so(
    session: Session, december: Make, publisher: Actor, now: datetime
) -> None:
    made = december()
    assert made.items == []
    assert "この月にお知らせする行事は、まだありません。" in twin(session, made, now)
    assert sheets(session, made, now)["pdf"].startswith(b"%PDF")
    with pytest.raises(EmptyEditionError):
        approve(session, made, version=made.version, by=publisher, now=now)


def test_a_month_that_is_over_is_not_approved(
    session: Session, december: Make, published: Listings, publisher: Actor, now: datetime
) -> None:
    published(**OPEN, title="会", occurrences=dates(FIFTH))
    made = december()
    with pytest.raises(BadInputError, match="終わりました"):
        approve(session, made, version=made.version, by=publisher, now=now + timedelta(days=50))


def test_what_is_too_long_is_warned_of_and_printed_whole(
    session: Session, december: Make, published: Listings, editor: Actor, now: datetime
) -> None:
    long = "あ" * 61
    listing = published(**OPEN, title="い" * 21, body=long, occurrences=dates(FIFTH))
    made = december()
    said = list(all_sentences(newsletter_paper(session, made, now=now), 3))
    assert "3ページ" in said[0]
    assert any("題が全角20文字を超えています（いま21文字）" in one for one in said)
    assert any("説明が全角60文字を超えています（いま61文字）" in one for one in said)
    assert long in twin(session, made, now)
    set_print_text(
        session, made, listing.id, PrintText("い" * 20, "短い文"), version=made.version,
        by=editor, now=now,
    )  # fmt: skip
    assert list(all_sentences(newsletter_paper(session, made, now=now), 2)) == []
    assert long not in twin(session, made, now)
    december()
    assert made.items[0].print_body == "短い文"


@pytest.mark.parametrize(
    "words",
    ["#import \"x\"; *a* _b_ $c$ @d <e> \\ #{1}", "{{ 7*7 }}{% raw %}{%p if x %}",
     "<w:br/>&amp;<script>", "👨‍👩‍👧‍👦𠮷\ufffe", '"\\'],
)  # fmt: skip
def test_words_are_never_code(
    session: Session, december: Make, published: Listings, words: str, now: datetime
) -> None:
    published(
        **OPEN, title=f"会{words}", body=words, place_name=words, contact_public=words,
        occurrences=dates(FIFTH),
    )  # fmt: skip
    files = sheets(session, december(), now)
    document = docx.Document(io.BytesIO(files["docx"]))
    said = "\n".join(one.text for one in document.paragraphs)
    assert f"会{words}".replace("\ufffe", "") in said
    assert f"会{words}" in files["txt"].decode("utf-8-sig")
    assert files["pdf"].startswith(b"%PDF")


def test_the_weekly_edition_has_no_files(
    session: Session, draft: Callable[[], Edition], now: datetime
) -> None:
    with pytest.raises(NotPrintedError):
        print_files(session, draft(), now=now)
    assert kind_of("newsletter").channels == ()
