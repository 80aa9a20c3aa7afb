"""Phones that talk with the hub's LINE accounts: a parent's, and that of a group's contact."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import editorial, mailroom, subscribers
from notifier.audit import Actor
from notifier.editorial import Case
from notifier.flows import line_webhook
from notifier.hubs import LineChannel
from notifier.intake import Submission
from notifier.mailroom import InboxEvent, InboxState, OutboxMessage
from notifier.simulator import check
from notifier.subscribers import Address, Subscriber, Wishes

USER = "U" + "a" * 32
WHOLE = "12月5日(土)10時〜11時半 ベビーマッサージ 南センター 0歳児 無料 申込不要"
PART = "12月5日(土)10時〜11時半 ベビーマッサージ"


class Phone:
    """Sends events, lets the inbox tick run, reads what was answered."""

    def __init__(self, session: Session, channel: LineChannel, now: datetime) -> None:
        self.session, self.channel, self.now = session, channel, now
        self.count = 0

    def send(self, kind: str, *, at: datetime | None = None, user: str = USER, **more: Any) -> None:
        """Store one event without handling it."""
        self.count += 1
        event_id = more.pop("event_id", f"E{self.count}")
        facts = {
            "type": kind,
            "mode": "active",
            "timestamp": int((at or self.now).timestamp() * 1000) + self.count,
            "source": {"type": "user", "userId": user},
            "webhookEventId": event_id,
            "replyToken": f"reply-{self.count}",
            **more,
        }
        mailroom.receive_event(
            self.session,
            self.channel.hub_id,
            source="line",
            event_id=event_id,
            kind=kind,
            raw=json.dumps(facts).encode(),
            line_channel_id=self.channel.id,
            now=self.now,
        )
        self.session.commit()

    def handle(self, later: float = 0) -> None:
        """The inbox tick."""
        moment = self.now + timedelta(seconds=later)
        line_webhook.handle_waiting(now_fn=lambda: moment)
        self.session.rollback()
        self.session.expire_all()

    def answers(self) -> list[dict[str, Any]]:
        """The last message of everything queued, in order; each one LINE takes."""
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        found = [row.body["messages"][-1] for row in rows if "messages" in row.body]
        for message in found[-1:]:
            assert check({"messages": [message], "replyToken": "x"}, "reply") == [], message
        return found

    def labels(self) -> list[str]:
        """What stands on the buttons below the last answer."""
        return labels(self.answers()[-1])

    def pushes(self) -> list[OutboxMessage]:
        """The paid messages."""
        return list(
            self.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == "line_push"))
        )


class ParentPhone(Phone):
    """A parent's phone."""

    def tap(self, act: str, value: str = "") -> dict[str, Any]:
        """Press one of our buttons; returns the answer."""
        data = {"a": act, "v": value} if value else {"a": act}
        self.send("postback", postback={"data": urlencode(data)})
        self.handle()
        return self.answers()[-1]

    def address(self) -> Address:
        return self.session.scalars(select(Address)).one()

    def wishes(self) -> Wishes:
        reader = self.session.scalars(select(Subscriber)).one()
        return subscribers.wishes_of(subscribers.profile_of(self.session, reader))


class GroupPhone(Phone):
    """The phone of a group's contact: what she sends is handled at once, a second later each."""

    def send(self, kind: str, *, handle: bool = True, **more: Any) -> None:
        """One event, and the inbox tick."""
        self.now += timedelta(seconds=1)
        super().send(kind, **more)
        if handle:
            self.handle()

    def handle(self, later: float = 0) -> None:
        """The inbox tick; nothing may fail."""
        super().handle(later)
        bad = self.session.scalars(
            select(InboxEvent.reason).where(InboxEvent.state == InboxState.FAILED)
        )
        assert list(bad) == []

    def say(self, words: str, **more: Any) -> str:
        """She writes; returns the answer."""
        return self.show(f"m{self.count + 1}", kind="text", text=words, event=more)

    def show(
        self,
        message_id: str,
        *,
        kind: str = "image",
        event: dict[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """She sends a photo or something else; returns the answer, "" when there is none."""
        before = len(self.answers())
        self.send("message", message={"id": message_id, "type": kind, **more}, **(event or {}))
        said = self.answers()[before:]
        return said[-1]["text"] if said else ""

    def tap(self, label: str) -> str:
        """She presses a button below the last message."""
        items = self.answers()[-1]["quickReply"]["items"]
        action = next(one["action"] for one in items if one["action"]["label"] == label)
        if action["type"] == "message":
            return self.say(action["text"])
        return self.press(action["data"])

    def press(self, data: str, **more: Any) -> str:
        """She presses any button, perhaps one of long ago."""
        self.send("postback", postback={"data": data}, **more)
        return self.answers()[-1]["text"]

    def last_message(self) -> str:
        """The id of what she sent last."""
        return f"m{self.count}"

    def item(self) -> Submission:
        """The newest submission."""
        return self.session.scalars(select(Submission).order_by(Submission.id.desc())).first()  # type: ignore[return-value]

    def case(self) -> Case:
        """The newest case."""
        return self.session.scalars(select(Case).order_by(Case.id.desc())).first()  # type: ignore[return-value]

    def approve(self, by: Actor) -> None:
        """A person at the desk publishes the newest item, whatever is still open about it."""
        case = self.case()
        card = editorial.case_view(self.session, case.hub_id, case.id, by=by, now=self.now).card
        despite = [check.key for check in card.asks]
        editorial.approve(
            self.session, case, version=case.version, despite=despite, by=by, now=self.now
        )
        self.session.commit()

    def reject(self, by: Actor) -> None:
        """A person at the desk refuses the newest item."""
        case, reason = self.case(), "会員向けのため"
        editorial.reject(
            self.session, case, reason=reason, version=case.version, by=by, now=self.now
        )
        self.session.commit()

    def ask(self, message: str, *, field: str = "", by: Actor) -> None:
        """A person at the desk asks about the newest item."""
        case = self.case()
        editorial.ask(
            self.session,
            case,
            message=message,
            field=field,
            version=case.version,
            by=by,
            now=self.now,
        )
        self.session.commit()

    def count_items(self) -> int:
        return len(self.session.scalars(select(Submission.id)).all())


def labels(message: dict[str, Any]) -> list[str]:
    """What stands on the buttons below a message."""
    return [one["action"]["label"] for one in message.get("quickReply", {}).get("items", [])]
