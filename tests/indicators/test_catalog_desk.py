"""Figures about groups, submissions and the desk: each list is as long as its figure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import add_group
from notifier.editorial import ask, reject
from notifier.hubs import Hub
from notifier.indicators import Counted
from notifier.intake import WHOLE_MESSAGE, answer_question, find_submission, questions_of
from notifier.listings import Listing
from tests.editorial.conftest import MakeCase
from tests.editorial.conftest import make_case as make_case  # noqa: PLC0414 - fixtures, shared
from tests.indicators.conftest import Count
from tests.listings.conftest import dates, make_submission
from tests.listings.conftest import published as published  # noqa: PLC0414

Publish = Callable[..., Listing]
NOVEMBER = "2026-11"


def sizes(counted: Counted) -> dict[str, float]:
    for part in counted.told:
        if part.value is None:
            assert part.measured == len(part.rows) == len({row.id for row in part.rows})
    return {part.key: part.measured for part in counted.parts if part.measured}


def test_listings_by_theme_and_age(published: Publish, count: Count, other_hub: Hub) -> None:
    published(themes=("play", "twins"), min_months=6, max_months=13)
    published(themes=(), min_months=None, max_months=None)
    published(themes=("brand_new",), min_months=0, max_months=5)
    published(of=other_hub, themes=("play",))
    counted = count("listings_by_theme", NOVEMBER)
    assert sizes(counted) == {"play": 1, "twins": 1, "brand_new": 1, "": 1}
    assert counted.part("brand_new").name == "brand_new"
    assert counted.overall is not None
    assert counted.overall.said == "3"
    assert sizes(count("listings_by_age", NOVEMBER)) == {"age0": 2, "age1": 1, "any": 1}


def test_listings_by_group_put_the_largest_first(
    session: Session, hub: Hub, published: Publish, count: Count, editor: Actor, now: datetime
) -> None:
    few, many = (add_group(session, hub, name=name, by=editor, now=now) for name in ("少", "多"))
    for group_id in (few.id, many.id, many.id, None, None, None):
        published().group_id = group_id
    session.flush()
    counted = count("listings_by_group", NOVEMBER)
    assert [(part.name, part.said) for part in counted.parts] == [
        ("多", "2"),
        ("少", "1"),
        ("登録のない主催者", "3"),
    ]


def test_quiet_districts_look_back_60_days_from_the_day_reached(
    published: Publish, count: Count, now: datetime, other_hub: Hub
) -> None:
    assert count("quiet_districts", NOVEMBER).parts == ()
    published(district_keys=("d1",), at=now - timedelta(days=59), occurrences=dates(now))
    published(
        district_keys=("d2",), at=now - timedelta(days=70), occurrences=dates(now + timedelta(1))
    )
    published(
        district_keys=("d3",),
        at=now - timedelta(days=70),
        occurrences=dates(now - timedelta(days=3)),
    )
    published(of=other_hub, district_keys=("d4",))
    part = count("quiet_districts", NOVEMBER).part("")
    assert [row.label for row in part.rows] == ["第2地区", "第4地区"]
    assert part.rows[0].detail == "11月20日(金)までの60日間"


def test_active_groups_and_their_share(
    session: Session, hub: Hub, other_hub: Hub, count: Count, editor: Actor, now: datetime
) -> None:
    assert count("active_groups", NOVEMBER).parts == ()
    made = [add_group(session, hub, name=f"団体{n}", by=editor, now=now) for n in range(3)]
    add_group(session, other_hub, name="となり", by=editor, now=now)
    for number in range(2):
        make_submission(session, hub, now, f"s{number}").group_id = made[0].id
    session.flush()
    counted = count("active_groups", NOVEMBER)
    assert [(part.key, part.said + part.unit) for part in counted.parts] == [
        ("active", "1"),
        ("registered", "3"),
        ("share", "33.3％"),
    ]
    assert [row.label for row in counted.part("active").rows] == ["団体0"]
    assert counted.overall is None


def test_who_typed_and_who_sent(
    session: Session, hub: Hub, count: Count, editor: Actor, now: datetime
) -> None:
    assert count("self_entered", NOVEMBER).parts == count("senders", NOVEMBER).parts == ()
    group = add_group(session, hub, name="サロンA", by=editor, now=now)
    for number, (source, group_id, email) in enumerate(
        (
            ("web_form", group.id, "a@example.jp"),
            ("line_message", group.id, ""),
            ("web_form", None, "b@example.jp"),
            ("web_form", None, ""),
            ("staff_entry", group.id, ""),
            ("spreadsheet", None, ""),
            ("rss", None, ""),
            ("ical", None, ""),
        )
    ):
        row = make_submission(session, hub, now, f"s{number}")
        row.source, row.group_id, row.submitter_email = source, group_id, email
    session.flush()
    counted = count("self_entered", NOVEMBER)
    assert sizes(counted) == {"self": 4, "staff": 2, "feed": 2, "share": 50.0}
    assert len(counted.part("share").rows) == 4
    counted = count("senders", NOVEMBER)
    assert sizes(counted) == {"groups": 1, "others": 1}
    assert "@" not in repr(counted)


def test_a_file_that_hung_on_a_mail_was_sent_by_its_group(
    session: Session, hub: Hub, count: Count, now: datetime
) -> None:
    """The same table imported at the desk carries no address; a calendar that is polled neither."""
    for number, (source, email) in enumerate(
        (
            ("spreadsheet", "a@example.jp"),
            ("ical", "a@example.jp"),
            ("spreadsheet", ""),
            ("ical", ""),
        )
    ):
        row = make_submission(session, hub, now, f"s{number}")
        row.source, row.group_id, row.submitter_email = source, None, email
    session.flush()
    assert sizes(count("self_entered", NOVEMBER)) == {
        "self": 2, "staff": 1, "feed": 1, "share": 50.0,
    }  # fmt: skip
    assert sizes(count("senders", NOVEMBER)) == {"others": 1}
    assert sizes(count("submissions_by_source", NOVEMBER)) == {
        "email": 2, "ical": 1, "spreadsheet": 1,
    }  # fmt: skip


def test_corrections_are_counted_each_time(
    session: Session, hub: Hub, published: Publish, count: Count, now: datetime
) -> None:
    assert count("corrections_by_groups", NOVEMBER).parts == ()
    listing = published()
    assert count("corrections_by_groups", NOVEMBER).part("").said == "0"
    for number in range(2):
        make_submission(session, hub, now, f"c{number}").corrects_listing_id = listing.id
    session.flush()
    assert sizes(count("corrections_by_groups", NOVEMBER)) == {"": 2}


def test_refused_by_reason(
    session: Session,
    make_case: MakeCase,
    count: Count,
    editor: Actor,
    now: datetime,
    other_hub: Hub,
) -> None:
    for reason in ("営利のため", "営利の\nため", "区の外の催しのため"):
        case = make_case(title=f"会 {reason}")
        reject(session, case, reason=reason, version=case.version, by=editor, now=now)
    theirs = make_case(hub=other_hub)
    reject(session, theirs, reason="営利のため", version=theirs.version, by=editor, now=now)
    counted = count("rejected_by_reason", NOVEMBER)
    assert sorted(part.said for part in counted.parts) == ["1", "1", "1"]
    assert "営利の ため" in [part.name for part in counted.parts]
    assert all(len(part.key) == 16 for part in counted.parts)
    assert count("rejected_by_reason", "2026-10").parts == ()


def test_what_was_asked_and_how_long_the_answer_took(
    session: Session, hub: Hub, make_case: MakeCase, count: Count, editor: Actor, now: datetime
) -> None:
    case = make_case()
    for field, message in (("fee_text", "費用は"), ("fee_text", "費用は？"), ("", "雨の日は")):
        ask(session, case, message=message, field=field, version=case.version, by=editor, now=now)
    counted = count("asked_by_field", NOVEMBER)
    assert [(part.name, part.said) for part in counted.parts] == [
        ("そのほか（自由な質問）", "1"),
        ("費用", "1"),
    ]
    assert count("days_to_answer", NOVEMBER).parts == ()
    submission = find_submission(session, hub.id, case.submission_id)
    question = questions_of(session, hub.id, [submission.id])[0]
    answer_question(
        session, question, answer="無料です", by=editor, now=now + timedelta(days=2, hours=12)
    )
    talk = make_case()
    for field, message in (("place_name", "どこで"), (WHOLE_MESSAGE, "何の")):
        prompt = ask(
            session, talk, message=message, field=field, is_told=True, version=talk.version,
            by=editor, now=now,
        )  # fmt: skip
        answer_question(session, prompt, answer="会館", by=editor, now=now)
    names = [part.name for part in count("asked_by_field", NOVEMBER).parts]
    assert names == ["そのほか（自由な質問）", "費用", "会場"], "a receipt's questions count"
    part = count("days_to_answer", NOVEMBER).part("")  # but nobody waited for them
    assert (part.said, [row.detail for row in part.rows]) == ("2.5", ["2.5日"])
    assert part.rows[0].id == question.id


def test_edges_of_the_month_in_tokyo(
    session: Session, hub: Hub, published: Publish, count: Count
) -> None:
    for moment in (
        datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 31, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 15, 0, tzinfo=UTC),
    ):
        published(at=moment, themes=("play",))
    assert sizes(count("listings_by_theme", NOVEMBER)) == {"play": 2}
    assert sizes(count("self_entered", NOVEMBER)) == {"self": 2, "share": 100.0}
    assert sizes(count("listings_by_group", NOVEMBER)) == {"": 2}
