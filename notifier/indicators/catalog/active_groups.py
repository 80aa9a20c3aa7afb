"""How many of the registered groups handed something in."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from notifier.directory import Group
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import Submission

KEY = "active_groups"
NAME = "情報を寄せた団体の数と割合"
QUESTION = "団体とのつながりを通して、情報が届いているか"
UNIT = "団体"
DEFINITION = (
    "期間中に情報を1件でも寄せた団体（代理入力をふくむ）と、期末（期間の途中なら今）に登録のある団体の数です。"
    "割合は、寄せた団体÷登録のある団体（％）で、寄せたあとに登録をやめた団体は入れません。"
)
SOURCE = "受付の記録と団体の登録（自動集計）"
NATURE = "flow"
VIEWPOINT = "エ"
LIST_OF = "group"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """Groups that handed in, groups registered at the end, and the share of the one in the other."""
    start, end = period.moments(hub.zone)
    handed_in = select(Submission.group_id).where(
        Submission.hub_id == hub.id,
        Submission.group_id.is_not(None),
        Submission.received_at >= start,
        Submission.received_at < end,
    )
    living = or_(Group.ended_at.is_(None), Group.ended_at >= end)
    registered = _lines(session, hub, Group.created_at < end, living)
    if not registered:
        return []
    active = _lines(session, hub, Group.id.in_(handed_in))
    ids = {line.id for line in registered}
    still = tuple(line for line in active if line.id in ids)
    return [
        Part("active", "寄せた団体", active),
        Part("registered", "登録のある団体", registered),
        Part("share", "割合", still, value=round(100 * len(still) / len(registered), 1), unit="％"),
    ]


def _lines(session: Session, hub: Hub, *conditions: object) -> tuple[ListRow, ...]:
    query = select(Group.id, Group.name).where(Group.hub_id == hub.id, *conditions)  # type: ignore[arg-type]  # column expressions
    return tuple(
        ListRow(row.id, row.name)
        for row in session.execute(query.order_by(Group.folded_name, Group.id))
    )
