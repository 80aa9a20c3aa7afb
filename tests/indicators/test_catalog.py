"""Each counted figure: its list, its edges in Tokyo time, and nothing of the neighbour."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, EditionState
from notifier.engagement import LinkTaps
from notifier.hubs import Hub
from notifier.indicators import OVERALL, Counted, Part
from notifier.intake import Submission
from notifier.listings import Listing, withdraw
from notifier.subscribers import follow, unfollow
from tests.editions.conftest import draft as draft  # noqa: PLC0414 - fixtures, shared
from tests.editions.conftest import on
from tests.indicators.conftest import Count
from tests.listings.conftest import make_submission
from tests.listings.conftest import published as published  # noqa: PLC0414

LAST_OF_OCTOBER = datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Tokyo
FIRST_OF_NOVEMBER = datetime(2026, 10, 31, 15, 0, tzinfo=UTC)  # midnight in Tokyo
LAST_OF_NOVEMBER = datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)
FIRST_OF_DECEMBER = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
EDGES = (LAST_OF_OCTOBER, FIRST_OF_NOVEMBER, LAST_OF_NOVEMBER, FIRST_OF_DECEMBER)

Publish = Callable[..., Listing]
Draft = Callable[[], Edition]


def sizes(counted: Counted) -> dict[str, int]:
    """Cell → figure, each as long as its list."""
    for part in counted.parts:
        assert part.value is None
        assert part.measured == len(part.rows) == len({row.id for row in part.rows})
    return {part.key: len(part.rows) for part in counted.parts}


class TestListingsByDistrict:
    def test_every_district_is_there_and_several_count_once_each(
        self, published: Publish, count: Count
    ) -> None:
        published(district_keys=("d1", "d2"), title="ふたつの地区")
        published(district_keys=("d1",))
        published(district_keys=())
        counted = count("listings_by_district", "2026-11")
        assert sizes(counted) == {"d1": 2, "d2": 1, "d3": 0, "d4": 0, "": 1}
        assert counted.overall is not None
        assert len(counted.overall.rows) == 3
        assert counted.part(OVERALL) is counted.overall
        assert counted.part("d2").rows[0].label == "ふたつの地区"
        assert counted.part("d2").rows[0].detail == "11月20日(金) 12:00"

    def test_the_month_begins_and_ends_at_midnight_in_tokyo(
        self, published: Publish, count: Count
    ) -> None:
        for moment in EDGES:
            published(at=moment, district_keys=("d1",))
        assert sizes(count("listings_by_district", "2026-11"))["d1"] == 2
        assert sizes(count("listings_by_district", "FY2026"))["d1"] == 4

    def test_a_withdrawn_one_does_not_count(
        self, session: Session, published: Publish, count: Count, editor: Actor, now: datetime
    ) -> None:
        withdraw(session, published(), reason="まちがい", by=editor, now=now)
        assert sum(sizes(count("listings_by_district", "2026-11")).values()) == 0

    def test_the_neighbours_are_never_counted(
        self, published: Publish, count: Count, other_hub: Hub
    ) -> None:
        published(of=other_hub, district_keys=())
        assert sum(sizes(count("listings_by_district", "2026-11")).values()) == 0
        assert sizes(count("listings_by_district", "2026-11", of=other_hub))[""] == 1


class TestSubmissionsBySource:
    def test_by_way_of_receipt(
        self, session: Session, hub: Hub, other_hub: Hub, count: Count, now: datetime
    ) -> None:
        for number, source in enumerate(("web_form", "web_form", "spreadsheet", "homing_pigeon")):
            make_submission(session, hub, now, f"s{number}").source = source
        make_submission(session, other_hub, now, "theirs")
        session.flush()
        counted = count("submissions_by_source", "2026-11")
        assert sizes(counted) == {"web_form": 2, "spreadsheet": 1, "homing_pigeon": 1}
        assert counted.part("web_form").name == "情報フォーム"
        assert counted.overall is not None
        assert counted.overall.said == "4"

    def test_edges(self, session: Session, hub: Hub, count: Count) -> None:
        for number, moment in enumerate(EDGES):
            make_submission(session, hub, moment, f"s{number}")
        assert sizes(count("submissions_by_source", "2026-11")) == {"web_form": 2}


class TestDaysToPublication:
    def test_the_median_and_the_days_of_each(
        self, session: Session, published: Publish, count: Count, now: datetime, other_hub: Hub
    ) -> None:
        for days in (0.5, 2, 10):
            listing = published()
            received = session.get_one(Submission, listing.submission_id)
            received.received_at = now - timedelta(days=days)
        published(of=other_hub)
        session.flush()
        part = count("days_to_publication", "2026-11").part("")
        assert (part.measured, part.said) == (2.0, "2.0")
        assert [row.detail for row in part.rows] == ["0.5日", "2.0日", "10.0日"]

    def test_without_listings_there_is_no_figure_at_all(self, count: Count) -> None:
        assert count("days_to_publication", "2026-11").parts == ()

    def test_it_counts_in_the_month_of_publication(self, published: Publish, count: Count) -> None:
        for moment in EDGES:
            published(at=moment)
        assert len(count("days_to_publication", "2026-11").part("").rows) == 2


class TestLineFriends:
    def test_who_was_a_friend_when_the_period_ended(
        self, session: Session, hub: Hub, other_hub: Hub, count: Count, now: datetime
    ) -> None:
        follow(session, hub, user_id="U1", at=LAST_OF_OCTOBER, now=now)
        follow(session, hub, user_id="U2", at=FIRST_OF_NOVEMBER, now=now)
        unfollow(session, hub, user_id="U1", at=LAST_OF_NOVEMBER, now=now)
        follow(session, hub, user_id="U1", at=FIRST_OF_DECEMBER, now=now)
        follow(session, other_hub, user_id="U3", at=LAST_OF_OCTOBER, now=now)
        found = {
            month: sizes(count("line_friends", month))[""]
            for month in ("2026-10", "2026-11", "2026-12")
        }
        assert found == {"2026-10": 1, "2026-11": 1, "2026-12": 2}

    def test_everybody_left_is_nobody_and_before_the_first_there_is_no_record(
        self, session: Session, hub: Hub, count: Count, now: datetime
    ) -> None:
        follow(session, hub, user_id="U1", at=FIRST_OF_NOVEMBER, now=now)
        unfollow(session, hub, user_id="U1", at=LAST_OF_NOVEMBER, now=now)
        assert sizes(count("line_friends", "2026-11")) == {"": 0}
        assert count("line_friends", "2026-10").parts == ()

    def test_the_list_says_nothing_about_a_person(
        self, session: Session, hub: Hub, count: Count, now: datetime
    ) -> None:
        follow(session, hub, user_id="U-secret", at=LAST_OF_OCTOBER, now=now)
        assert "U-secret" not in repr(count("line_friends", "2026-11").part("").rows)


class TestTapsPerEdition:
    def make(
        self,
        session: Session,
        published: Publish,
        draft: Draft,
        taps: tuple[int, ...],
        now: datetime,
    ) -> Edition:
        """A sent edition with one item per number of taps."""
        for day, _ in enumerate(taps, start=1):
            published(occurrences=on(day), district_keys=())
        edition = draft()
        edition.state, edition.dispatched_at = EditionState.SENT, now
        for item, number in zip(edition.items, taps, strict=True):
            if number:
                self.tap(session, edition, item.listing_id, number, now)
        session.flush()
        return edition

    def tap(
        self, session: Session, edition: Edition, listing_id: int, number: int, now: datetime
    ) -> None:
        session.add(
            LinkTaps(
                hub_id=edition.hub_id,
                edition_id=edition.id,
                listing_id=listing_id,
                channel="line",
                on=now.date(),
                count=number,
            )
        )

    def only(self, counted: Counted) -> Part:
        assert len(counted.parts) == 1
        assert counted.overall is None
        return counted.parts[0]

    def test_the_sum_and_its_items(
        self, session: Session, published: Publish, draft: Draft, count: Count, now: datetime
    ) -> None:
        self.make(session, published, draft, (20, 19, 1_031, 0), now)
        part = self.only(count("taps_per_edition", "2026-11"))
        assert part.said == "1,070"
        assert [row.detail for row in part.rows] == ["1,031回", "20回", "20未満", "20未満"]

    def test_below_twenty_nothing_is_told(
        self, session: Session, published: Publish, draft: Draft, count: Count, now: datetime
    ) -> None:
        self.make(session, published, draft, (10, 9, 0), now)
        part = self.only(count("taps_per_edition", "2026-11"))
        assert (part.said, part.is_hidden) == ("20未満", True)
        assert {row.detail for row in part.rows} == {"20未満"}

    def test_a_single_small_number_cannot_be_computed_from_the_others(
        self, session: Session, published: Publish, draft: Draft, count: Count, now: datetime
    ) -> None:
        self.make(session, published, draft, (31, 3, 45), now)
        part = self.only(count("taps_per_edition", "2026-11"))
        assert part.said == "79"
        assert [row.detail for row in part.rows] == [
            "45回",
            "示しません（差し引きで、20未満の数がわかるため）",
            "20未満",
        ]

    def test_an_edition_nobody_opened_is_there_too(
        self, session: Session, published: Publish, draft: Draft, count: Count, now: datetime
    ) -> None:
        self.make(session, published, draft, (0,), now)
        assert self.only(count("taps_per_edition", "2026-11")).said == "20未満"
        assert count("taps_per_edition", "2026-12").parts == ()

    def test_days_belong_to_their_month(
        self, session: Session, published: Publish, draft: Draft, count: Count, now: datetime
    ) -> None:
        edition = self.make(session, published, draft, (30,), now)
        later = datetime(2026, 12, 1, tzinfo=UTC)
        self.tap(session, edition, edition.items[0].listing_id, 50, later)
        assert self.only(count("taps_per_edition", "2026-11")).said == "30"
        assert self.only(count("taps_per_edition", "2026-12")).said == "50"
        assert self.only(count("taps_per_edition", "FY2026")).said == "80"

    def test_a_draft_is_no_edition_yet(
        self, published: Publish, draft: Draft, count: Count
    ) -> None:
        published(occurrences=on(1))
        draft()
        assert count("taps_per_edition", "2026-11").parts == ()

    def test_the_neighbour_is_never_counted(
        self,
        session: Session,
        published: Publish,
        draft: Draft,
        count: Count,
        now: datetime,
        other_hub: Hub,
    ) -> None:
        self.make(session, published, draft, (30,), now)
        assert count("taps_per_edition", "2026-11", of=other_hub).parts == ()
