"""What 「土曜便は出ますか」 says of the edition itself: where it stands and what to do. Pure."""

from datetime import datetime, timedelta
from typing import Literal

from notifier import editions
from notifier.editions import Edition, EditionState
from notifier.hubs import PROPOSE_BEFORE, Hub
from notifier.kit import clock

Mark = Literal["○", "△", "×"]
Answer = tuple[Mark, str]
SOON = timedelta(minutes=5)  # a tick comes every few seconds; longer is not 「まもなく」
LONG = timedelta(minutes=10)
IN_STATE: dict[EditionState, Answer] = {
    EditionState.DRAFT: (
        "△",
        "下書きができています。内容を確かめて、承認してください。承認するまで送られません。",
    ),
    EditionState.APPROVED: ("○", "承認ずみです。"),
    EditionState.DISPATCHING: ("○", "いま送っています。"),
    EditionState.SENT: ("○", "もう送りました。"),
    EditionState.STOPPED: (
        "×",
        "停止してあるので、送られません。まだ届いていない人には、次の便で知らせてください。",
    ),
    EditionState.BLOCKED: ("×", "保留になっています。便のページで理由を確かめてください。"),
    EditionState.MISSED: ("×", "時刻を過ぎて保留になっています。送るかどうかを決めてください。"),
    EditionState.HELD: ("×", "復元のあとの保留です。「復元の確認」を開いてください。"),
}


def approval(
    edition: Edition | None, hub: Hub, *, slot: datetime | None, second_todo: str, now: datetime
) -> Answer:
    """``slot`` is the usual hour of the edition's day. ``second_todo``: how to come by a second yes."""
    if edition is None:
        return _not_made(slot, hub, now)
    match edition.state:
        case EditionState.DRAFT if slot is not None and slot <= now:
            found = _unapproved(edition, hub, now)
        case EditionState.APPROVED if editions.needs_second(hub, edition):
            found = _waiting(edition, hub, now, todo=second_todo)
        case EditionState.APPROVED if edition.send_at is not None:
            found = _approved(edition, edition.send_at, hub, now)
        case EditionState.DISPATCHING if edition.dispatched_at is not None:
            found = _on_its_way(edition.dispatched_at, hub, now)
        case EditionState.MISSED if edition.reason:
            found = "×", edition.reason
        case state:
            found = IN_STATE[state]
    return found


def _not_made(slot: datetime | None, hub: Hub, now: datetime) -> Answer:
    """No draft: not yet, or nobody was there to make one."""
    if slot is None or now < slot - PROPOSE_BEFORE + SOON:
        return "△", "下書きはまだありません。前の日の夕方に、自動でできます。"
    if now < slot:
        when = clock.say_moment(slot - PROPOSE_BEFORE, hub.zone)
        return "△", (
            f"下書きがまだありません。{when}に、自動でできるはずでした。"
            "「今週の便を開く」から下書きを作り、内容を確かめて承認してください。"
        )
    on = clock.local(slot, hub.zone).date()
    until = clock.say_date(editions.last_day_for(on))
    if on == clock.local(now, hub.zone).date():
        return "×", (
            "きょうの便は、下書きができないまま送る時刻を過ぎたので、送られません。"
            "まだ送るときは、「今週の便を開く」から下書きを作り、内容を確かめて承認してください。"
        )
    return "△", (
        f"この便は、下書きができないまま日が過ぎました。{until}までは、遅れて送れます。送るときは、"
        "「今週の便を開く」から下書きを作ってください。次の便を待ってよければ、そのままでかまいません。"
    )


def _unapproved(edition: Edition, hub: Hub, now: datetime) -> Answer:
    if editions.is_day_over(hub, edition, now=now):
        until = clock.say_date(editions.late_until(edition))
        return "△", (
            f"承認されないまま、便の日が過ぎました。{until}までは、まだ届いていない人に遅れて送れます。"
            "送るかどうかを、便のページで決めてください。次の便を待ってよければ、そのままでかまいません。"
        )
    return "×", (
        "送る時刻を過ぎましたが、承認されていないので送られません。"
        "まだ送るときは、発行責任者が内容を確かめて承認してください。"
    )


def _waiting(edition: Edition, hub: Hub, now: datetime, *, todo: str) -> Answer:
    if edition.send_at is not None and edition.send_at <= now:
        when = clock.say_moment(edition.send_at, hub.zone)
        return "×", f"二人目の承認がないまま、送る時刻（{when}）を過ぎました。{todo}"
    return "△", f"二人目の承認を待っています。{todo}"


def _approved(edition: Edition, send_at: datetime, hub: Hub, now: datetime) -> Answer:
    when = clock.say_moment(send_at, hub.zone)
    if now < send_at:
        return "○", f"承認ずみです。{when} に送ります。"
    if editions.turn_of(hub, edition, send_at=send_at, now=now) == "missed":
        return "×", (
            f"{when} に送る予定でしたが、時刻を大きく過ぎたので、自動では送りません。"
            "便のページで承認を取り消し、いま送ってよい内容かを確かめて、承認しなおしてください。"
        )
    if now - send_at <= SOON:
        return "○", "承認ずみです。まもなく送り始めます。"
    return "×", (
        f"{when} に送る予定でしたが、まだ送り始めていません。"
        "機械の担当者に、送る仕組みが動いているかを確かめてもらってください。"
    )


def _on_its_way(since: datetime, hub: Hub, now: datetime) -> Answer:
    if now - since <= LONG:
        return IN_STATE[EditionState.DISPATCHING]
    when = clock.say_moment(since, hub.zone)
    return "△", (
        f"{when} から送っていて、まだ終わっていません。"
        "何人に送ったか、届いていないわけは、便のページで確かめられます。"
    )
