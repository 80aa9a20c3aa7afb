"""What can be done when LINE's allowance cannot carry an edition whole, with its numbers. Pure.

Nobody is left out who could be written to by mail, and nobody twice in a row.
"""

from dataclasses import dataclass
from datetime import date

from notifier.delivery.models import QuotaChoice
from notifier.delivery.quota_view import (
    BIGGEST,
    EXTRA_YEN,
    PLAN_PRICES,
    PLANS,
    QuotaView,
    bigger_plan,
    margin,
)

FEWER, MAIL, REST, PLAN = QuotaChoice


@dataclass(frozen=True, slots=True)
class Need:
    """What an edition takes and what there is, in readers (one LINE message each).

    ``line_or_mail`` of the ``line`` readers have a mail address too; ``rested`` of those without
    one were passed over by the edition before. ``days`` are the weekly days from this edition to
    the end of the month, ``next_month_on`` is the first one after it; no days: it follows no
    weekly rhythm, or its day is over. A notice leaves nobody out.
    """

    line: int
    email: int
    line_or_mail: int
    rested: int
    quota: QuotaView
    plan: str
    days: tuple[date, ...]
    next_month_on: date
    is_notice: bool = False

    @property
    def left(self) -> int:
        """Messages left; an unlimited account always has enough."""
        return self.line if self.quota.left is None else self.quota.left

    @property
    def missing(self) -> int:
        """How many messages too few there are; 0 when it fits."""
        return max(0, self.line - self.left)

    @property
    def is_tight(self) -> bool:
        """It fits, and hardly anything is left then."""
        return not self.missing and self.left - self.line < margin(self.left)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way out. ``line``, ``email`` and ``passed_over`` are the readers of this edition then.

    ``obstacle`` says why it cannot be chosen. ``yen`` is what a month costs more, before tax;
    ``extra_yen`` what the missing messages cost at most where the plan can buy more.
    """

    choice: QuotaChoice
    line: int
    email: int
    passed_over: int = 0
    obstacle: str = ""
    plan: str = ""
    yen: int = 0
    extra_yen: int = 0
    rest_on: tuple[date, ...] = ()
    next_on: date | None = None


def propose(need: Need) -> list[Proposal]:
    """The ways out of a shortage, the least painful for readers first; none when it fits."""
    if not need.missing:
        return []
    return [_mail(need), _fewer(need), _rest(need), _plan(need)]


def most_by_line(need: Need) -> int:
    """LINE messages the edition may take so that a margin stays."""
    return need.left - margin(need.left)


def _mail(need: Need) -> Proposal:
    over = need.line - most_by_line(need)
    missing = over - need.line_or_mail
    obstacle = ""
    if missing > 0:
        obstacle = (
            f"LINEのほかにメールも登録している人は{need.line_or_mail:,}人で、"
            f"{over:,}人に足りません。"
        )
    moved = min(over, need.line_or_mail)
    return Proposal(MAIL, need.line - moved, need.email + moved, obstacle=obstacle)


def _fewer(need: Need) -> Proposal:
    line = most_by_line(need)
    moved = min(need.line - line, need.line_or_mail)
    passed = need.line - line - moved
    may_rest = need.line - need.line_or_mail - need.rested
    obstacle = ""
    if need.is_notice:
        obstacle = "中止のお知らせは、知らせた人の全員に届けます。"
    elif not passed:
        obstacle = "メールに替えるだけで足ります。"
    elif line <= 0:
        obstacle = "LINEで送れる通数が、もう残っていません。"
    elif passed > may_rest:
        obstacle = (
            f"{passed:,}人に休んでもらうことになりますが、前の便で休んだ{need.rested:,}人が"
            "また休むことになるため、選べません。"
        )
    return Proposal(FEWER, line, need.email + moved, passed, obstacle=obstacle)


def _rest(need: Need) -> Proposal:
    if not need.days:
        return Proposal(REST, 0, 0, obstacle="定期の便ではないか、日が過ぎています。")
    sent, rested = every_other(need)
    following = sent[0] if sent else need.next_month_on
    return Proposal(REST, 0, 0, need.line + need.email, rest_on=rested, next_on=following)


def every_other(need: Need) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """(days sent, days resting) of the rest of the month: this one rests, then every other goes,
    as far as the allowance carries."""
    carried = need.left // need.line if need.line else len(need.days)
    sent = tuple(day for number, day in enumerate(need.days) if number % 2 == 1)[:carried]
    return sent, tuple(day for day in need.days if day not in sent)


def _plan(need: Need) -> Proposal:
    month = need.quota.used + need.line * max(1, len(need.days))
    bigger = bigger_plan(need.plan, month) or (BIGGEST if need.plan != BIGGEST else "")
    if not bigger:
        return Proposal(
            PLAN, need.line, need.email, plan=BIGGEST, extra_yen=need.missing * EXTRA_YEN
        )
    beyond = max(0, need.quota.used + need.line - PLANS[bigger])
    return Proposal(
        PLAN,
        need.line,
        need.email,
        plan=bigger,
        yen=PLAN_PRICES[bigger] - PLAN_PRICES[need.plan],
        extra_yen=beyond * EXTRA_YEN,
    )
