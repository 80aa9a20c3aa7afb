"""A test to oneself: the edition as it stands, to the person at the desk and to nobody else."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.config import settings
from notifier.editions.kinds import require_sent
from notifier.editions.locking import note
from notifier.editions.models import Edition
from notifier.editions.preview import Preview, preview
from notifier.hubs import ChannelPurpose, Hub, get_hub, line_channel
from notifier.kit.errors import BadInputError, TooManyError
from notifier.mailroom import Mail, allow, queue_line_push, queue_mail
from notifier.subscribers import Address, Wishes, line_beside

MARK = "【テスト】"
PER_PERSON_AND_HOUR = 20


class NothingToTestError(BadInputError):
    """Nobody with these wishes would get anything."""


@dataclass(frozen=True, slots=True)
class TestCopy:
    """The ways a test went."""

    __test__ = False  # it is no test of ours, pytest

    by_mail: bool
    by_line: bool


def send_test(
    session: Session,
    edition: Edition,
    wishes: Wishes,
    *,
    email: str,
    by: Actor,
    now: datetime,
) -> TestCopy:
    """Queue what a reader with ``wishes`` would get, for ``email`` and the LINE friend linked to it.

    Marked 【テスト】, no delivery, no counted links, no reader's own links. A LINE copy costs one
    message of the month. Raises ``NothingToTestError`` or ``TooManyError``.
    """
    require_sent(edition.kind)
    hub = get_hub(session, edition.hub_id)
    _check_cap(session, hub, by, now)
    found = preview(session, edition, wishes, now=now, counted=False)
    friend = line_beside(session, hub.id, email=email)
    key = f"edition-test:{edition.id}:{by.key}:{now.isoformat()}"
    by_mail = bool(found.mail_text)
    if by_mail:
        queue_mail(
            session, hub, to=email, mail=_mail(hub, found), dedupe_key=f"{key}:mail", now=now
        )
    by_line = _push(session, hub, friend, found, f"{key}:line", now)
    if not (by_mail or by_line):
        raise NothingToTestError(
            "この見え方では届くものがないため、テストを送れません。ほかの人の見え方を選んでください。"
        )
    ways = "とLINE" if by_mail and by_line else ""
    words = f"{by.label}が「{edition.title}」のテストを自分あてに送りました"
    said = f"（メール{ways}）。" if by_mail else "（LINE）。"
    note(session, edition, words + said, verb="test", by=by, now=now)
    session.flush()
    return TestCopy(by_mail, by_line)


def _check_cap(session: Session, hub: Hub, by: Actor, now: datetime) -> None:
    if not allow(
        session,
        purpose="edition-test",
        key=f"{hub.id}:{by.key}",
        limit=PER_PERSON_AND_HOUR,
        window=timedelta(hours=1),
        now=now,
    ):
        raise TooManyError("テストを続けてたくさん送りました。1時間ほどおいて、もう一度どうぞ。")


def _mail(hub: Hub, found: Preview) -> Mail:
    return Mail(
        kind="edition_test",
        subject=MARK + found.mail_subject,
        text=f"{MARK}自分あてのテストです。読者には送っていません。\n\n{_own(hub, found.mail_text)}",
        html=_own(hub, found.mail_html).replace(
            '<p style="margin:0">', f'<p style="margin:0">{MARK}', 1
        ),
    )


def _own(hub: Hub, part: str) -> str:
    """A reader's own links lead to the page where links are asked for."""
    page = f"{settings().base_url}/{hub.slug}/subscribe/link"
    return part.replace("%%SETTINGS_URL%%", page).replace("%%UNSUBSCRIBE_URL%%", page)


def _push(
    session: Session,
    hub: Hub,
    friend: Address | None,
    found: Preview,
    key: str,
    now: datetime,
) -> bool:
    channel = line_channel(session, hub.id, ChannelPurpose.READERS)
    if channel is None or friend is None or not found.line_messages:
        return False
    messages: list[dict[str, Any]] = json.loads(found.line_messages)
    messages[0]["text"] = MARK + messages[0]["text"]
    for one in messages[1:]:
        one["altText"] = MARK + one["altText"][: 1_500 - len(MARK)]
    queue_line_push(
        session, channel, user_id=friend.address, messages=messages, dedupe_key=key, now=now
    )
    return True
