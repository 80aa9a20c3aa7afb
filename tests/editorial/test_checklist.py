"""Every check by example: the sentence says the real values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from notifier.editorial.checklist import check_draft, is_clean
from notifier.editorial.facts import Check, CheckFacts, CriterionMark, Duplicate
from notifier.intake import DraftQuestion, ListingDraft, OccurrenceDraft
from notifier.kit.clock import TOKYO
from tests.editorial.conftest import DRAFT

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def found(draft: ListingDraft = DRAFT, **facts: Any) -> list[Check]:
    return check_draft(CheckFacts(draft=draft, now=NOW, zone=TOKYO, **facts))


def one(key: str, draft: ListingDraft = DRAFT, **facts: Any) -> Check:
    return next(check for check in found(draft, **facts) if check.key == key)


def at(day: int, hour: int = 10, *, month: int = 11, **more: Any) -> OccurrenceDraft:
    start = datetime(2026, month, day, hour, tzinfo=TOKYO)
    return OccurrenceDraft(start, start + timedelta(hours=1), **more)


def on(*rows: OccurrenceDraft, **more: Any) -> ListingDraft:
    return replace(DRAFT, occurrences=rows, **{"when_text": "", **more})


def test_a_good_item_is_clean() -> None:
    assert is_clean(found())


def test_the_gravest_comes_first_and_keys_are_unique() -> None:
    checks = found(replace(DRAFT, title="", place_name="", fee_text="", fee_yen=None))
    levels = [check.level for check in checks]
    assert levels == sorted(levels, key=["stop", "ask", "ok"].index)
    assert len({check.key for check in checks}) == len(checks)


def test_each_unanswered_question_is_its_own_sentence() -> None:
    draft = replace(
        DRAFT,
        questions=(DraftQuestion("when", "何時からですか。"), DraftQuestion("fee", "いくら?")),
    )
    asked = [check for check in found(draft) if check.level == "ask"]
    assert [(c.key, c.message) for c in asked] == [
        ("question-1", "何時からですか。"),
        ("question-2", "いくら?"),
    ]


def test_a_weekday_that_is_not_the_dates() -> None:
    check = one("weekday-2026-11-28-日", replace(DRAFT, when_text="11月28日（日）10時"))
    assert check.level == "ask"
    assert check.message == "「11月28日(日)」と書かれていますが、2026年11月28日は土曜日です。"


def test_nothing_to_come_stops() -> None:
    check = one("past", on(at(14)))
    assert (check.level, check.message) == (
        "stop",
        "これからの日がありません。最後の日は 11月14日(土) です。",
    )


def test_some_dates_over_is_a_hint() -> None:
    check = one("partly_past", on(at(14), at(28)))
    assert check.level == "ok"
    assert "2回のうち1回" in check.message


def test_a_day_without_a_clock_time_is_over_only_when_the_day_is() -> None:
    today = datetime(2026, 11, 20, tzinfo=TOKYO)
    draft = on(OccurrenceDraft(today, None, all_day=True))
    assert "past" not in {check.key for check in found(draft)}
    assert one("no_time", draft).level == "ok"


def test_the_deadline_is_over() -> None:
    check = one("after_deadline", replace(DRAFT, apply_by_at=datetime(2026, 11, 18, 8, tzinfo=UTC)))
    assert (check.level, check.message) == (
        "ask",
        "申込みの締切 11月18日(水) 17:00 は過ぎています。",
    )


def test_a_deadline_after_the_event() -> None:
    check = one(
        "deadline_after_event", replace(DRAFT, apply_by_at=datetime(2026, 12, 5, 8, tzinfo=UTC))
    )
    assert "11月28日(土) より後" in check.message


def test_an_end_before_its_start_stops() -> None:
    start = datetime(2026, 11, 28, 11, tzinfo=TOKYO)
    check = one("end_before_start-1", on(OccurrenceDraft(start, start - timedelta(minutes=15))))
    assert check.level == "stop"
    assert check.message.startswith("終わり（10:45）が始まり（11月28日(土) 11:00）より前")


def test_words_copied_from_last_month() -> None:
    body = "毎月第１・３水曜日です。今月の開放日は、1日・15日です"
    check = one("text_dates-1", on(at(2, month=12), at(16, month=12), body=body))
    assert check.level == "ask"
    assert "12月2日(水)、12月16日(水)" in check.message
    assert "先月の文章" in check.message


@pytest.mark.parametrize(
    "body",
    [
        "申込みは11月20日まで",
        "11月25日必着",
        "11月1日から受付",
        "2025年4月2日生まれのお子さん",
        "今月は28日です",
        "11/28です",
    ],
)
def test_days_of_applying_and_right_days_are_no_strangers(body: str) -> None:
    assert is_clean(found(replace(DRAFT, body=body)))


def test_a_day_inside_a_series_is_no_stranger() -> None:
    assert is_clean(found(on(at(25), at(9, month=12), body="12月2日はお休みです")))


def test_no_title_stops_and_a_long_one_is_said() -> None:
    assert one("no_title", replace(DRAFT, title=" ")).level == "stop"
    assert "41文字" in one("long_title", replace(DRAFT, title="あ" * 41)).message


def test_no_date_stops_and_says_the_way_out() -> None:
    check = one("no_when", on())
    assert check.level == "stop"
    assert "お知らせ" in check.message


def test_no_place_asks_unless_online() -> None:
    draft = replace(DRAFT, place_name="")
    assert one("no_place", draft).level == "ask"
    assert is_clean(found(replace(draft, body="ＺＯＯＭでひらきます")))


def test_what_may_be_missing_is_a_hint() -> None:
    bare = replace(
        DRAFT, audience_text="", min_months=None, max_months=None, fee_text="", fee_yen=None,
        contact_public="",
    )  # fmt: skip
    checks = {check.key: check.level for check in found(bare)}
    assert checks == {"no_age": "ok", "no_fee": "ok", "no_contact": "ok"}


def test_an_unknown_venue_is_a_hint() -> None:
    assert one("venue_unknown", place_known=False).level == "ok"
    assert found(place_known=True) == found(place_known=None) == []


def test_public_holidays_and_closed_days_are_hints() -> None:
    holiday = one("holiday-2026-11-23", on(at(23)))
    assert (holiday.level, holiday.message) == ("ok", "11月23日(月) は祝日（勤労感謝の日）です。")
    closed = one("closed-2026-11-30", on(at(30)), at_hub=True, open_weekdays=(1, 2, 3, 4, 5))
    assert "休みの曜日" in closed.message
    assert found(on(at(30)), at_hub=False, open_weekdays=(1, 2)) == []


def test_a_duplicate_is_named() -> None:
    check = one("duplicate-7", duplicates=(Duplicate(7, "ベビーマッサージ", "掲載済み"),))
    assert check.level == "ask"
    assert "受付番号7、掲載済み" in check.message


def test_an_unverified_sender_in_a_known_groups_name() -> None:
    check = one("unverified_sender", claims_group="サロンA")
    assert check.level == "ask"
    assert "「サロンA」" in check.message


@pytest.mark.parametrize(
    ("verdict", "level"), [("pass", "ok"), ("fail", "stop"), ("ask", "ask"), ("", None)]
)
def test_the_posting_criteria(verdict: Any, level: str | None) -> None:
    checks = found(criteria=(CriterionMark("open", "だれでも参加できる", verdict),))
    assert [check.level for check in checks] == ([level] if level else [])


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("place_name", "調査中"),
        ("fee_text", "未定"),
        ("when_text", "後日連絡"),
        ("title", "〇〇の会"),
    ],
)
def test_placeholders_ask(field: str, words: str) -> None:
    check = one(f"placeholder-{field}", replace(DRAFT, **{field: words}))
    assert check.level == "ask"


@pytest.mark.parametrize(
    ("key", "words", "shown"),
    [
        ("mobile", "電話は０９０ー１２３４ー５６７８へ", "5678"),
        ("email", "salon@example.jp まで", "salon@example.jp"),
    ],
)
def test_private_contacts_in_public_words_ask(key: str, words: str, shown: str) -> None:
    check = one(f"private-{key}-body", replace(DRAFT, body=words))
    assert check.level == "ask"
    assert shown in check.message


def test_information_needs_no_date_but_must_still_hold() -> None:
    info = replace(DRAFT, kind="information", occurrences=(), place_name="", when_text="")
    assert [check.key for check in found(info)] == ["no_expiry"]
    over = replace(info, expires_on=date(2026, 11, 1))
    assert one("past", over).level == "stop"
    assert found(replace(info, expires_on=date(2026, 12, 1))) == []
