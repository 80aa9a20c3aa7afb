"""What counts as news: pure, item by item."""

from datetime import date, timedelta

from notifier.intake.draft import ListingDraft
from notifier.intake.feed_document import FeedDocument, FeedEntry
from notifier.intake.feed_news import Event, KnownItem, compare
from notifier.intake.feed_schedule import next_poll_at
from tests.conftest import NOW

TODAY = date(2026, 11, 20)
SOON, GONE_BY = date(2026, 11, 28), date(2026, 11, 1)


def entry(key: str, content: str = "a", **facts: object) -> FeedEntry:
    given = {"likeness": "same", "draft": ListingDraft(title=key)} | facts
    return FeedEntry(external_id=key, content_hash=content, title=key, **given)  # type: ignore[arg-type]


def events(
    entries: list[FeedEntry], known: list[KnownItem], *, may_vanish: bool = False
) -> list[Event]:
    document = FeedDocument("", tuple(entries))
    found = compare(document, known, today=TODAY, may_vanish=may_vanish)
    return [news.event for news in found.news]


def known(key: str, content: str = "a", **facts: object) -> KnownItem:
    return KnownItem(1, key, "same", content, **facts)  # type: ignore[arg-type]


def test_new_same_changed_and_repeated() -> None:
    assert events([entry("1"), entry("1")], []) == ["new"]
    assert events([entry("1")], [known("1")]) == ["same"]
    assert events([entry("1", "b")], [known("1")]) == ["changed"]


def test_a_moved_day_is_no_second_item() -> None:
    moved = entry("1 on friday", is_derived=True)
    assert events([moved], [known("1 on thursday")]) == ["moved"]
    changed = entry("1 on friday", "b", is_derived=True)
    assert events([changed], [known("1 on thursday")]) == ["changed"]
    both = [entry("1 on thursday", is_derived=True), moved]
    assert events(both, [known("1 on thursday")]) == ["same", "new"]
    assert events([entry("2")], [known("1")]) == ["new"]  # the sender's own ids are believed


def test_what_was_gone_for_a_while_is_announced_anew() -> None:
    monthly = entry("1 in november", is_derived=True)
    assert events([monthly], [known("1 in october", is_recent=False)]) == ["new"]


def test_only_what_is_still_to_come_is_missed() -> None:
    assert events([], [known("1", last_on=SOON)], may_vanish=True) == ["vanished"]
    assert events([], [known("1", last_on=GONE_BY)], may_vanish=True) == []
    assert events([], [known("1", last_on=SOON, is_vanished=True)], may_vanish=True) == []
    assert events([], [known("1", last_on=SOON)]) == []  # a feed just scrolls


def test_cancelled_over_and_unreadable() -> None:
    off = entry("1", draft=None, is_cancelled=True)
    assert events([off], []) == []
    assert events([off], [known("1")]) == ["cancelled"]
    assert events([off], [known("1", is_vanished=True)]) == ["same"]
    assert events([entry("1", "b", draft=None)], [known("1")]) == ["same"]
    assert events([entry("1", draft=None)], []) == []


def test_back_again() -> None:
    assert events([entry("1")], [known("1", is_vanished=True)]) == ["changed"]


def test_all_at_once_is_an_alarm() -> None:
    many = [KnownItem(n, str(n), "", "a", SOON) for n in range(11)]
    found = compare(FeedDocument("", ()), many, today=TODAY, may_vanish=True)
    assert found.news == ()
    assert "11件" in found.alarm


def test_the_pause_grows_to_a_day() -> None:
    def hours(failures: int) -> float:
        return (next_poll_at(failures=failures, now=NOW) - NOW) / timedelta(hours=1)

    assert [hours(n) for n in (0, 1, 2, 3, 4, 5, 99)] == [1, 2, 4, 8, 16, 24, 24]
