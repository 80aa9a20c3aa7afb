"""A code said in the talk connects a LINE user with her group; nothing else does.

A LINE name proves nothing, and a link can be passed on. A code is handed over by the group's own
page or by the desk, is good once and for a short while, and is stored hashed.
"""

import re
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.models import Group, LineCode, LineSender
from notifier.directory.queries import get_group
from notifier.kit import text, tokens
from notifier.kit.errors import BadInputError, TooManyError
from notifier.mailroom import allow

OWN_PAGE, BY_DESK = timedelta(days=1), timedelta(days=14)
TRIES, TRIES_WINDOW = 10, timedelta(hours=1)
_CODE = re.compile(r"[23456789abcdefghjkmnpqrstuvwxyz]{8}")
_LOOKS_LIKE = re.compile(r"[0-9a-z]{4}-[0-9a-z]{4}")  # as we show it, mistyped letters and all


class LineCodeError(BadInputError):
    """A code that is unknown here, used or too old; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(
            "この番号は使えませんでした。打ちまちがいか、期限が切れています。"
            "新しい番号を出して、もう一度送ってください。"
        )


def looks_like_code(words: str) -> bool:
    """Whether somebody meant to send a code, by its shape alone: a day (20261205) or a telephone
    number is none.
    """
    said = text.half(words).casefold().replace(" ", "")
    has_letter = any(c.isalpha() for c in said)
    if _LOOKS_LIKE.fullmatch(said):
        return has_letter or _CODE.fullmatch(said.replace("-", "")) is not None
    return bool(_CODE.fullmatch(said)) and any(c.isdigit() for c in said)


def issue_line_code(
    session: Session,
    group: Group,
    *,
    email: str = "",
    life: timedelta,
    by: audit.Actor,
    now: datetime,
) -> tuple[LineCode, str]:
    """The stored code and its letters, told once as 「abcd-efgh」.

    ``email`` is the address whose page asked for it; her LINE speaks for that address then.
    """
    letters = tokens.new_code(8)
    code = LineCode(
        hub_id=group.hub_id,
        group_id=group.id,
        email=email,
        code_hash=_hash(letters),
        created_at=now,
        expires_at=now + life,
    )
    session.add(code)
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{group.name}」とLINEをつなぐ番号を出しました。",
        verb="issue_line_code",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=by,
        now=now,
    )
    return code, f"{letters[:4]}-{letters[4:]}"


def connect_line(session: Session, sender: LineSender, words: str, *, now: datetime) -> Group:
    """The group ``sender`` speaks for from now on, by the code in ``words``.

    One person speaks for one group: another code takes her over to that one. Raises
    ``LineCodeError``, and ``TooManyError`` for somebody who guesses.
    """
    if not allow(
        session,
        purpose="line-code",
        key=str(sender.id),
        limit=TRIES,
        window=TRIES_WINDOW,
        now=now,
    ):
        raise TooManyError("続けて何度もまちがえました。1時間ほど待って、もう一度送ってください。")
    letters = text.half(words).casefold().replace("-", "").replace(" ", "")
    if not _CODE.fullmatch(letters):
        raise LineCodeError
    code = session.scalar(
        select(LineCode).where(
            LineCode.hub_id == sender.hub_id, LineCode.code_hash == _hash(letters)
        )
    )
    if code is None or not _use(session, code, now):
        raise LineCodeError
    group = get_group(session, sender.hub_id, code.group_id)
    if group.ended_at is not None:
        raise LineCodeError
    sender.group_id, sender.email, sender.connected_at = group.id, code.email, now
    session.flush()
    audit.write(
        session,
        f"団体「{group.name}」の連絡担当が、LINEをつなぎました。",
        verb="connect_line",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=audit.Actor("group", group.name),
        now=now,
    )
    return group


def disconnect_line(
    session: Session, sender: LineSender, *, by: audit.Actor, now: datetime
) -> None:
    """She speaks for no group any more; what she writes comes from an unknown sender again."""
    if sender.group_id is None:
        return
    group = get_group(session, sender.hub_id, sender.group_id)
    sender.group_id, sender.email, sender.connected_at = None, "", None
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{group.name}」のLINEのつながりを外しました。",
        verb="disconnect_line",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=by,
        now=now,
    )


def _use(session: Session, code: LineCode, now: datetime) -> bool:
    """Whether the code was still good; of two who send it at once one wins."""
    used = session.execute(
        update(LineCode)
        .where(
            LineCode.id == code.id,
            LineCode.hub_id == code.hub_id,
            LineCode.used_at.is_(None),
            LineCode.expires_at > now,
        )
        .values(used_at=now)
        .returning(LineCode.id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar_one_or_none() is not None


def _hash(letters: str) -> str:
    # Eight letters can be tried through: the key of the installation belongs to the hash.
    return tokens.keyed_hash(letters, purpose="line-code")
