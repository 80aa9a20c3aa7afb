"""Fill a practice world: two hubs, their people, groups, places, listings and readers.

Everything enters by the verbs a real item enters by. The same seed gives the same world.
"""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier import directory, editorial, hubs, subscribers
from notifier.cli.practice.data import ITEMS, Item
from notifier.cli.practice.figures import make_figures
from notifier.cli.practice.history import Past, beginning, make_history
from notifier.cli.practice.items import form_fields, handed_in, make_items
from notifier.cli.practice.people import MACHINE, district_key, make_people, staff
from notifier.cli.practice.readers import Joining, plan_readers
from notifier.cli.practice.two_hubs import KOHOKU, NISHI, PracticeHub
from notifier.cli.sign_ins import address, password
from notifier.config import settings
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import NotAllowedError
from notifier.simulator import Control

LINE_QUOTA = 5_000
GROUP_QUOTA = 200  # the free plan: receipts cost nothing, questions are few
FEW_READERS = 12


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: hub slugs, and readers per channel in all hubs."""

    hubs: tuple[str, ...]
    listings: int
    waiting: int
    readers: dict[str, int]
    editions: int = 0


def fill(
    *,
    readers: int = 120,
    seed: int = 1,
    now: datetime | None = None,
    with_items: bool = True,
    suffix: str = "",
    years: int = 0,
) -> Filled:
    """Make the practice world of two hubs, with their items or as empty desks.

    ``suffix`` sets the hubs' slugs apart from those a database has already. ``years``: so many
    fiscal years before the running one are filled too, month by month (it takes a while).

    Refused where a live hub exists: practice data never mixes with real people.
    """
    moment = now or clock.now()
    since = beginning(moment, years=years) if years else moment
    with reading() as session:
        if any(not hub.is_practice for hub in hubs.all_hubs(session)):
            raise NotAllowedError("本番の拠点があるデータベースには、練習データを入れられません。")
    chance = random.Random(seed)  # noqa: S311 - believable, not secret
    made: list[str] = []
    listed = waiting = sent = 0
    reach = Counter(line=0, email=0)
    for plan in (NISHI, KOHOKU):
        world = replace(plan, slug=f"{plan.slug}{suffix}")
        amount = readers if world.ward_code == NISHI.ward_code else max(readers // 10, FEW_READERS)
        with writing() as session:
            hub = make_hub(session, world, since)
            make_people(session, hub, since)
            if with_items:
                added = make_items(session, hub, world, moment)
                listed, waiting = listed + added[0], waiting + added[1]
            joining = Joining(plan_readers(session, hub, amount, chance, now=moment), by=MACHINE)
            make_figures(session, hub, by=staff(session, hub, "admin"), now=moment)
            register_channel(session, hub, moment)
        Control(settings().line_api_url).add_friends(channel_id(hub.slug), joining.line_ids)
        if years:
            past = _past(world, chance, joining)
            history = make_history(past, since=since, now=moment)
            listed, sent = listed + history.listings, sent + history.editions
        with writing() as session:
            joining.join(session, hub, moment)
            reach.update(subscribers.counts(session, hub.id))
        made.append(hub.slug)
    return Filled(tuple(made), listed, waiting, dict(reach), sent)


def channel_id(slug: str) -> str:
    """The simulator's channel of a hub, for its readers."""
    return f"20{int(hashlib.sha256(slug.encode()).hexdigest(), 16) % 10**8:08d}"


def group_channel_id(slug: str) -> str:
    """The simulator's channel of a hub, for contact with groups."""
    return f"21{channel_id(slug)[2:]}"


def channel_secret(slug: str) -> str:
    """The simulator's channel secret of a hub."""
    return hashlib.sha256(f"practice secret of {slug}".encode()).hexdigest()[:32]


def make_hub(session: Session, world: PracticeHub, now: datetime) -> hubs.Hub:
    """The hub with its sender, districts, groups and places."""
    hub = hubs.create_hub(
        session,
        world.name,
        ward_code=world.ward_code,
        slug=world.slug,
        is_practice=True,
        by=MACHINE,
        now=now,
    )
    for key, value in (
        ("mail.from", f"news@{world.slug}.example.jp"),
        ("mail.from_name", world.name),
        ("mail.postal_address", "〒220-0000 横浜市（練習用の住所）"),
    ):
        hubs.change_setting(session, hub, key, value, by=MACHINE, now=now)
    for name, district in world.groups:
        directory.add_group(
            session,
            hub,
            name=name,
            district_key=district_key(session, hub, district),
            by=MACHINE,
            now=now,
        )
    for name, where, district in world.places:
        directory.add_place(
            session,
            hub,
            directory.PlaceFacts(name, where, district_key(session, hub, district)),
            by=MACHINE,
            now=now,
        )
    return hub


def register_channel(session: Session, hub: hubs.Hub, now: datetime) -> None:
    """Give the hub its two LINE channels in the simulator: for readers, and for groups."""
    slug = hub.slug
    for purpose, number, name, quota in (
        (hubs.ChannelPurpose.READERS, channel_id(slug), hub.name, LINE_QUOTA),
        (hubs.ChannelPurpose.GROUPS, group_channel_id(slug), f"{hub.name} 連絡用", GROUP_QUOTA),
    ):
        secret = channel_secret(f"{slug}{'' if purpose == 'readers' else ' groups'}")
        made = Control(settings().line_api_url).put_channel(
            number,
            secret,
            name=name,
            webhook_url=f"{settings().base_url}/hooks/line/{slug}",
            purpose=purpose.value,
            quota_limit=quota,
        )
        hubs.set_line_channel(
            session,
            hub,
            purpose,
            channel_id=number,
            secret=secret,
            bot_user_id=made["bot_user_id"],
            by=MACHINE,
            now=now,
        )


def _past(world: PracticeHub, chance: random.Random, readers: Joining) -> Past:
    """How the groups of ``world`` handed in before."""

    def hand_in_one(
        session: Session, hub: hubs.Hub, item: Item, base: date, way: str, at: datetime
    ) -> editorial.Case:
        fields = form_fields(session, hub, world, item, base)
        return handed_in(session, hub, fields, at, source=way)

    items = ITEMS[: len(ITEMS) if len(world.groups) > 2 else 3]  # noqa: PLR2004 - as make_listings
    return Past(world.slug, items, hand_in_one, staff, readers.join, chance)


__all__ = ["Filled", "address", "fill", "password", "staff"]
