"""The ways out of a shortage and their numbers: pure."""

from datetime import date

import pytest

from notifier.delivery import Need, Proposal, QuotaChoice, QuotaView, propose

SATURDAYS = tuple(date(2026, 10, day) for day in (3, 10, 17, 24, 31))
NOVEMBER = date(2026, 11, 7)


def need(*, line: int = 5_001, left: int = 5_000, used: int = 0, **more: object) -> Need:
    facts = {
        "line": line,
        "email": 61,
        "line_or_mail": 0,
        "rested": 0,
        "quota": QuotaView(used=used, limit=used + left, left=left),
        "plan": "light",
        "days": SATURDAYS[-1:],
        "next_month_on": NOVEMBER,
    }
    return Need(**(facts | more))  # type: ignore[arg-type]


def way(of: Need, choice: str) -> Proposal:
    (found,) = [one for one in propose(of) if one.choice == choice]
    return found


def test_what_fits_needs_no_decision() -> None:
    assert propose(need(line=5_000)) == []
    assert need(line=5_000).is_tight
    assert not need(line=4_900).is_tight
    assert propose(need(quota=QuotaView(used=9, limit=None, left=None))) == []


def test_who_has_a_mail_address_is_written_to_there() -> None:
    found = way(need(line_or_mail=20), "mail")
    assert (found.line, found.email, found.passed_over, found.obstacle) == (4_990, 72, 0, "")
    assert "メールに替えるだけで足ります" in way(need(line_or_mail=20), "fewer").obstacle
    assert "5人で、11人に足りません" in way(need(line_or_mail=5), "mail").obstacle


def test_the_others_rest_in_turn() -> None:
    found = way(need(line_or_mail=5), "fewer")
    assert (found.line, found.email, found.passed_over) == (4_990, 66, 6)


def test_nobody_rests_twice_in_a_row() -> None:
    tight = need(line=100, left=40, rested=40)
    assert way(tight, "fewer").passed_over == 60
    assert way(tight, "fewer").obstacle == ""
    assert "前の便で休んだ41人がまた" in way(need(line=100, left=40, rested=41), "fewer").obstacle


def test_a_notice_leaves_nobody_out() -> None:
    assert "全員に届けます" in way(need(is_notice=True), "fewer").obstacle


@pytest.mark.parametrize(
    ("left", "sent"),
    [(0, []), (999, []), (1_000, [10]), (2_400, [10, 24]), (9_000, [10, 24])],
)
def test_every_other_week_as_far_as_it_carries(left: int, sent: list[int]) -> None:
    short = need(line=1_000, left=left, days=SATURDAYS)
    if left < 1_000:
        found = way(short, "rest")
        assert [day.day for day in SATURDAYS if day not in found.rest_on] == sent
        assert found.next_on == NOVEMBER
    else:
        from notifier.delivery.proposals import every_other

        assert [day.day for day in every_other(short)[0]] == sent


def test_resting_needs_a_weekly_day_ahead() -> None:
    assert way(need(days=()), "rest").obstacle


def test_a_bigger_plan_and_its_price() -> None:
    found = way(need(), "plan")
    assert (found.plan, found.yen, found.extra_yen) == ("standard", 10_000, 0)
    beyond = way(need(line=31_000, used=5_000, left=0), "plan")
    assert (beyond.plan, beyond.extra_yen) == ("standard", 18_000)
    bought = way(need(plan="standard", line=100, left=40, used=29_960), "plan")
    assert (bought.plan, bought.yen, bought.extra_yen) == ("standard", 0, 180)
    assert way(need(plan="communication", line=150, left=40, used=160), "plan").plan == "light"


def test_every_choice_is_proposed_once() -> None:
    assert [one.choice for one in propose(need())] == [
        QuotaChoice.MAIL,
        QuotaChoice.FEWER,
        QuotaChoice.REST,
        QuotaChoice.PLAN,
    ]
