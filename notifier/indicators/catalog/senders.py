"""Who took part in making the information: the senders, each once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import Group
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.ways import WAY
from notifier.intake import Submission

KEY = "senders"
NAME = "自分で情報を出した送り手の数"
QUESTION = "養育者や担い手が、情報の送り手として加わっているか"
UNIT = "者"
DEFINITION = (
    "期間中に、情報フォーム・LINE・メール（メールに付いた表などを含む）で自分で情報を出した送り手の数です。登録のある団体は団体として、"
    "それ以外は連絡先のメールアドレスごとに1と数えます（アドレスは一覧に出しません）。"
    "一覧の番号は、その送り手の最初の受付の番号です。"
)
SOURCE = "受付の記録と団体の登録（自動集計）"
NATURE = "flow"
VIEWPOINT = "キ"
LIST_OF = "submission"
WAYS = ("web_form", "line_message", "email")


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """Registered groups, and others by their address; senders without either are not told apart."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Submission.id, Submission.group_id, Submission.submitter_email, Group.name)
        .outerjoin(Group, Group.id == Submission.group_id)
        .where(
            Submission.hub_id == hub.id,
            WAY.in_(WAYS),
            Submission.received_at >= start,
            Submission.received_at < end,
        )
        .order_by(Submission.received_at, Submission.id)
    ).all()
    groups: dict[int, ListRow] = {}
    others: dict[str, ListRow] = {}
    for key, group_id, email, name in rows:
        if group_id is not None:
            groups.setdefault(group_id, ListRow(key, name))
        elif email:
            others.setdefault(email, ListRow(key, f"登録のない送り手 {len(others) + 1}"))
    if not rows:
        return []
    return [
        Part("groups", "登録のある団体", tuple(groups.values())),
        Part("others", "そのほかの送り手", tuple(others.values())),
    ]
