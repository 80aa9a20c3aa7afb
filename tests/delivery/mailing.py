"""A dispatching edition with mail readers in batches, made of rows alone: no world outside."""

import math
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

import notifier.cli.practice.fill as practice
from notifier import delivery, hubs, subscribers
from notifier.delivery import Batch, Delivery, DeliveryState
from notifier.editions import ContentGroup, Edition, EditionState, Fragment
from notifier.hubs import Hub
from notifier.kit.db import reading, writing
from notifier.simulator import Control
from notifier.subscribers import Address, AddressState, Subscriber, Wishes, find_or_add_profile
from notifier.wire import smtp

TEXT = "今週のおでかけ\n設定 %%SETTINGS_URL%%\n停止 %%UNSUBSCRIBE_URL%%\n"
READERS = 8
LINE_MESSAGES = '[{"type":"text","text":"今週のおでかけ"}]'
HTML = '<p>今週</p><a href="%%SETTINGS_URL%%">設定</a><a href="%%UNSUBSCRIBE_URL%%">停止</a>\n'


@dataclass
class Mailing:
    """What was made; ``at`` is the moment it may be sent."""

    edition_id: int
    batch_id: int
    addresses: list[str]
    at: datetime

    def send(self, after: timedelta = timedelta()) -> bool:
        """Claim the batch and send it."""
        return delivery.send_batch(self.batch_id, now_fn=lambda: self.at + after)

    def states(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        with reading() as session:
            found = [str(one.state.value) for one in session.scalars(select(Delivery))]
        return {state: found.count(state) for state in sorted(set(found))}

    def unknown(self) -> list[str]:
        """The addresses listed as unknown."""
        with reading() as session:
            hub = session.scalars(select(Hub)).one()
            edition = session.get_one(Edition, self.edition_id)
            rows = delivery.unknown_deliveries(session, hub, edition)
            return [session.get_one(Address, row.address_id).address for row in rows]

    def batch(self) -> Batch:
        """The first batch as it stands."""
        with reading() as session:
            return session.get_one(Batch, self.batch_id)


def _fragments(session: Session, edition: Edition, part: str, words: str) -> list[int]:
    """The words in three pieces, the middle one a single letter."""
    pieces = (words[:7], words[7:8], words[8:])
    made = [
        Fragment(hub_id=edition.hub_id, edition_id=edition.id, digest=f"{part}{at}", body=piece)
        for at, piece in enumerate(pieces)
    ]
    session.add_all(made)
    session.flush()
    return [one.id for one in made]


def make_mailing(
    readers: int,
    *,
    domains: Iterable[str] = ("example.jp",),
    channel: str = "email",
    now: datetime,
) -> Mailing:
    """``readers`` people of one content group, their addresses over ``domains`` in turn.

    ``channel`` "line": their ids, in one LINE batch (the hub has no LINE account yet).
    """
    at = list(domains)
    is_line = channel == "line"
    with writing() as session:
        hub = _hub(session, now)
        edition = Edition(
            hub_id=hub.id,
            kind="weekly",
            on=now.date(),
            title="今週号",
            state=EditionState.DISPATCHING,
            composed_at=now,
            dispatched_at=now,
        )
        session.add(edition)
        session.flush()
        group = ContentGroup(
            hub_id=hub.id,
            edition_id=edition.id,
            signature="s",
            language="ja",
            listing_ids=[],
            line_messages=LINE_MESSAGES if is_line else "",
            mail_subject="今週号（5件）",
            text_fragments=_fragments(session, edition, "text", TEXT),
            html_fragments=_fragments(session, edition, "html", HTML),
            created_at=now,
        )
        session.add(group)
        session.flush()
        profile = find_or_add_profile(session, hub.id, Wishes())
        people = [
            {"id": number + 1, "hub_id": hub.id, "profile_id": profile.id, "created_at": now}
            for number in range(readers)
        ]
        addresses = [
            f"U{number:032x}" if is_line else f"reader{number:03d}@{at[number % len(at)]}"
            for number in range(readers)
        ]
        ways = [
            {
                "id": person["id"],
                "hub_id": hub.id,
                "subscriber_id": person["id"],
                "channel": channel,
                "address": address,
                "state": AddressState.ACTIVE,
                "created_at": now,
            }
            for person, address in zip(people, addresses, strict=True)
        ]
        rows = [
            {
                "hub_id": hub.id,
                "edition_id": edition.id,
                "subscriber_id": person["id"],
                "address_id": person["id"],
                "channel": channel,
                "content_group_id": group.id,
                "state": DeliveryState.QUEUED,
                "planned_at": now,
                "updated_at": now,
            }
            for person in people
        ]
        batches = [
            Batch(
                hub_id=hub.id,
                edition_id=edition.id,
                channel=channel,
                content_group_id=group.id if is_line else None,
                number=number + 1,
                retry_key=str(uuid.uuid4()),
            )
            for number in range(math.ceil(readers / delivery.BATCH_SIZE))
        ]
        session.add_all(batches)
        session.flush()
        for place, row in enumerate(rows):
            row["batch_id"] = batches[place // delivery.BATCH_SIZE].id
        session.execute(insert(Subscriber), people)
        session.execute(insert(Address), ways)
        session.execute(insert(Delivery), rows)
        return Mailing(edition.id, batches[0].id, addresses, now)


def _hub(session: Session, now: datetime) -> Hub:
    hub = Hub(
        slug="nishi",
        name="西区地域子育て支援拠点（練習）",
        ward_code="141038",
        created_at=now,
        is_practice=True,
        mail_from="news@nishi.example.jp",
        mail_from_name="西区の拠点",
        postal_address="神奈川県横浜市（練習用の住所）",
    )
    session.add(hub)
    session.flush()
    return hub


class KilledError(BaseException):
    """Stands for kill -9: nothing of ours handles it, nothing more is written to the ledger."""


@dataclass
class Post:
    """A mailer that takes everything, and may end the process around one message.

    ``at_first`` is called before the very first message. ``dies_at`` (how many were accepted before it) and ``when``: "before" the message leaves,
    "after" it was accepted and before its answer was read, "heard" right after.
    """

    dies_at: int = -1
    when: str = ""
    refuses: Callable[[str], smtp.SmtpRefusedError | None] = lambda _: None
    at_first: Callable[[], object] = lambda: None
    taken: list[str] = field(default_factory=list)
    messages: list[smtp.Mail] = field(default_factory=list)

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """Not used by the channel."""
        raise NotImplementedError

    def deliver(
        self, mails: Iterable[smtp.Mail], *, before: Callable[[smtp.Mail], None]
    ) -> Iterator[tuple[smtp.Mail, smtp.Ending]]:
        """One after another."""
        if not self.taken:
            at_first, self.at_first = self.at_first, lambda: None
            at_first()
        for mail in mails:
            is_last = len(self.taken) == self.dies_at
            if is_last and self.when == "before":
                raise KilledError
            refusal = self.refuses(mail.recipient)
            if refusal is not None:
                yield mail, refusal
                continue
            before(mail)
            self.taken.append(mail.recipient)
            self.messages.append(mail)
            if is_last and self.when == "after":
                raise KilledError
            yield mail, "250 taken"
            if is_last and self.when == "heard":
                raise KilledError


Use = Callable[[Post], Post]


def told(mailing: Mailing) -> dict[str, int]:
    """What the edition's page says about who was not reached: state and sentence → people."""
    with reading() as session:
        edition = session.get_one(Edition, mailing.edition_id)
        return {
            f"{one.state.value}: {one.reason}": one.people
            for one in delivery.why_not(session, edition)
        }


def times(control: Control) -> dict[str, int]:
    channel = practice.channel_id("nishi")
    return {user: sum(times.values()) for user, times in control.received(channel).items()}


def rename(address: str, to: str) -> None:
    """What stands in a list somebody imported years ago."""
    with writing() as session:
        session.execute(update(Address).where(Address.address == address).values(address=to))


def leaves(address: str, *, by: str, now: datetime) -> None:
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        found = subscribers.find_address(session, hub.id, channel=by, address=address)
        assert found is not None
        subscribers.unsubscribe(session, found, how="test", now=now)
