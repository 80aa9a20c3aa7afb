"""What the pages say of LINE's month for one edition: does it fit, the ways out, the decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import delivery, editions
from notifier.delivery import (
    EXTRA_YEN,
    PLAN_NAMES,
    PLAN_PRICES,
    PLANS,
    Need,
    Proposal,
    QuotaChoice,
    QuotaDecision,
    margin,
    propose,
)
from notifier.editions import Edition, EditionState, Reach
from notifier.hubs import Hub
from notifier.kit import clock

DECIDABLE = (EditionState.DRAFT, EditionState.APPROVED, EditionState.BLOCKED)
BY_MAIL = (
    "LINEとメールの両方を登録している人に、今回だけメールで送ります。",
    "休む人はいません。費用はかかりません。",
)
FAIR = (
    "休むのは、休んだことがない人と、前に休んでからいちばん長くたつ人からです。"
    "前の便で休んだ人が、続けて休むことはありません。"
    "この便の項目のうち、次の便の日にまだ先にあるものは、次の便で届きます。"
)
IN_TURN = (
    "両方を登録している人にはメールで送り、足りない分だけ休んでもらいます。費用はかかりません。",
    FAIR,
)
NAMES = {
    QuotaChoice.MAIL: "メールに替える",
    QuotaChoice.FEWER: "順番に休んでもらう",
    QuotaChoice.REST: "便を休みにする",
    QuotaChoice.PLAN: "プランを上げる",
}


@dataclass(frozen=True, slots=True)
class Going:
    """Who the edition goes to after the decision: what the buttons say."""

    line: int
    email: int
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class WayOut:
    """One proposal in words; without ``button`` it cannot be chosen, and ``said`` says why."""

    key: str
    name: str
    said: tuple[str, ...]
    line: int
    button: str = ""


@dataclass(frozen=True, slots=True)
class QuotaPanel:
    """``need`` None: LINE was not asked this month yet. ``decided`` is the standing decision.
    ``missing``: messages too few after what was decided. ``wont_go``: approved, and not a single
    message will go unless somebody decides; else "".
    """

    edition_id: int
    need: Need | None
    asked_at: datetime | None
    ways: tuple[WayOut, ...]
    decided: str
    decided_by: str
    decided_at: datetime | None
    todo: str
    missing: int
    wont_go: str


def quota_panel(
    session: Session, hub: Hub, edition: Edition, reach: Reach, *, now: datetime
) -> QuotaPanel | None:
    """The panel of an edition that can still be decided about; None when LINE carries nobody."""
    if edition.state not in DECIDABLE or not reach.line:
        return None
    look = delivery.line_look(session, hub.id)
    known = delivery.known_quota(session, hub.id, now=now)
    need = delivery.quota_need(session, edition, reach, known, now=now) if known else None
    decision = delivery.standing_decision(session, edition.id)
    ways = propose(need) if need and decision is None else []
    missing = max(0, going(session, edition, reach).line - need.left) if need else 0
    return QuotaPanel(
        edition_id=edition.id,
        need=need,
        asked_at=look.looked_at if look and known else None,
        ways=tuple(_way(session, edition, one, hub, need, now) for one in ways if need),
        decided=delivery.say_choice(decision) if decision else "",
        decided_by=decision.decided_by if decision else "",
        decided_at=decision.decided_at if decision else None,
        todo=_todo(edition, decision, need, hub),
        missing=missing,
        wont_go=_wont_go(edition, decision, missing, hub),
    )


def wont_go(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> str:
    """Why an edition just approved will not go as it stands, what to do and by when; else ""."""
    hearing = delivery.hearing_of(session, edition, now=now)
    reach = editions.reach(session, edition, now=now, hearing=hearing)
    panel = quota_panel(session, hub, edition, reach, now=now)
    return panel.wont_go if panel is not None else ""


def going(session: Session, edition: Edition, reach: Reach) -> Going:
    """The readers of the edition with what was decided taken into account."""
    decision = delivery.standing_decision(session, edition.id)
    if decision is None or decision.line_messages is None:
        return Going(reach.line, reach.email)
    over = max(0, reach.line - decision.line_messages)
    moved = min(over, reach.line_or_mail)
    return Going(reach.line - over, reach.email + moved, over - moved)


def decided(session: Session, hub: Hub, edition: Edition) -> list[str]:
    """Every decision about the edition in a sentence, also those taken back."""
    return [
        f"{one.decided_by}が{clock.say_moment(one.decided_at, hub.zone)}に、"
        f"{delivery.say_choice(one)}ことに決めました。"
        + (f"（{one.undone_by}が取り消しました）" if one.undone_at else "")
        for one in delivery.decisions_of(session, edition)
    ]


def _way(
    session: Session, edition: Edition, one: Proposal, hub: Hub, need: Need, now: datetime
) -> WayOut:
    name = NAMES[one.choice]
    if one.obstacle:
        return WayOut(one.choice, name, (one.obstacle,), one.line)
    if one.choice is QuotaChoice.REST:
        said, button = _rest_words(session, edition, one, need, now)
    else:
        said, button = _words(one, hub)
    kept = margin(need.left)
    if kept and one.choice in (QuotaChoice.MAIL, QuotaChoice.FEWER):
        said = (*said, f"一人ずつの連絡などのために、{kept}通は使わずに残します。")
    return WayOut(one.choice, name, said, one.line, button)


def _words(one: Proposal, hub: Hub) -> tuple[tuple[str, ...], str]:
    """What would happen, in sentences, and the words on the button."""
    by_line = f"LINE {one.line:,}人・メール {one.email:,}人"
    match one.choice:
        case QuotaChoice.MAIL:
            return BY_MAIL, f"{by_line}にする"
        case QuotaChoice.FEWER:
            return IN_TURN, f"{by_line}にし、{one.passed_over:,}人に休んでもらう"
        case _:
            return _plan_words(one, hub)


def _rest_words(
    session: Session, edition: Edition, one: Proposal, need: Need, now: datetime
) -> tuple[tuple[str, ...], str]:
    days = "・".join(clock.say_date(day) for day in one.rest_on)
    said = [f"{days}の便を休みにします。費用はかかりません。"]
    if len(one.rest_on) > 1 and len(one.rest_on) == len(need.days):
        said.append(f"残り{need.left:,}通では、今月のどの便も全員には送れないためです。")
    if one.next_on is not None:
        then = clock.say_date(one.next_on)
        ahead, over = editions.ahead_on(session, edition, one.next_on, now=now)
        said.append(
            f"この便は{one.passed_over:,}人のだれにも届きません。次に送るのは{then}の便です。"
        )
        if ahead:
            said.append(f"そのときもまだ先にある{_titles(ahead)}は、{then}の便で知らせられます。")
        if over:
            said.append(f"それまでに終わる{_titles(over)}は、だれにも知らせずに終わります。")
    return tuple(said), f"{days}の便を休みにする"


def _titles(titles: list[str]) -> str:
    """「2件（「…」「…」）」."""
    return f"{len(titles):,}件（{''.join(f'「{one}」' for one in titles)}）"


def _plan_words(one: Proposal, hub: Hub) -> tuple[tuple[str, ...], str]:
    name, price = PLAN_NAMES[one.plan], PLAN_PRICES[one.plan]
    if one.plan == hub.line_plan:
        said = (
            f"いまの{name}のまま、足りない分を買い足します。1通{EXTRA_YEN}円までとして、"
            f"今月は{one.extra_yen:,}円までです（税別）。"
        )
        todo = "LINEの管理画面で、追加メッセージの上限を上げてください。"
        return (said, todo), f"{one.extra_yen:,}円までで買い足すことにする"
    said = (
        f"{name}は月{price:,}円で（いまより{one.yen:,}円高くなります。税別）、"
        f"{PLANS[one.plan]:,}通まで送れます。全員に届きます。"
    )
    if one.extra_yen:
        said += f"それでも足りない分の買い足しに、今月は{one.extra_yen:,}円までかかります。"
    todo = "契約はLINEの管理画面で変えます。変えると、今月の上限もすぐに増えます。"
    return (said, todo), f"{name}（月{price:,}円）に上げることにする"


def _wont_go(edition: Edition, decision: QuotaDecision | None, missing: int, hub: Hub) -> str:
    if edition.state is not EditionState.APPROVED or edition.send_at is None or not missing:
        return ""
    if decision is None:
        todo = "下の「LINEの通数」で、どうするかを決めてください。"
    elif decision.choice is QuotaChoice.PLAN:
        todo = "決めたとおりに、LINEの管理画面で契約を変えてください。"
    else:
        todo = "下の「LINEの通数」で、決めたことを取り消して、決めなおしてください。"
    when = clock.say_moment(edition.send_at, hub.zone)
    return f"LINEが{missing:,}通たりないため、このままでは1通も送りません。{when}までに、{todo}"


def _todo(edition: Edition, decision: QuotaDecision | None, need: Need | None, hub: Hub) -> str:
    """What is still to be done after the decision."""
    if decision is None:
        return ""
    if decision.choice is QuotaChoice.PLAN:
        if need is not None and not need.missing:
            return "LINEの上限が増えて、足りるようになりました。"
        extra = "" if decision.plan == hub.line_plan else "「設定」の契約プランも変えてください。"
        return f"LINEの管理画面で契約を変えてから、下の「いまの通数を確かめる」を押してください。{extra}"
    if decision.choice is QuotaChoice.REST or edition.state is EditionState.APPROVED:
        return ""
    return "内容を確かめて、承認してください。"
