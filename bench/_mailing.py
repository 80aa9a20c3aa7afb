"""An approved edition for mail readers: content groups as many as wished, about 28 kB a letter."""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bench._world import NOW, STAFF, bench_hub
from notifier import editions, intake, listings
from notifier.delivery import Batch, Delivery
from notifier.editions import (
    ContentGroup,
    ContentGroupItem,
    ContentGroupProfile,
    Edition,
    EditionState,
    Fragment,
)
from notifier.hubs import Hub
from notifier.subscribers import Address, AddressState, PreferenceProfile, Subscriber, Wishes

LISTINGS = 40
A_READERS_ITEMS = 10  # as many as a weekly edition shows at once
TABLES = (Delivery, Batch, ContentGroupProfile, ContentGroupItem, ContentGroup, Fragment)
SATURDAY = date(2026, 11, 21)
ABOUT = (
    "親子で集まり、手あそびや絵本の読み聞かせを楽しむ時間です。初めての方も、お気軽にどうぞ。" * 8
)


def fill(session: Session, *, readers: int, variants: int) -> Edition:
    """A hub, forty listings, each in a district of its own, and ``readers`` by mail whose wishes
    make ``variants`` different selections; the edition is approved."""
    hub = bench_hub(session)
    hub.mail_from, hub.postal_address = "news@example.jp", "神奈川県横浜市（計測用の住所）"
    for number in range(LISTINGS):
        _listing(session, hub, number)
    _add_readers(session, hub, readers, variants)
    made = editions.compose(session, hub, kind="weekly", on=SATURDAY, by=STAFF, now=NOW)
    return editions.approve(session, made, version=made.version, by=STAFF, now=NOW)


def as_approved(session: Session, edition_id: int) -> None:
    """Forget that the edition went, so that it can go once more."""
    for table in TABLES:
        session.execute(delete(table))
    session.execute(
        update(Edition).where(Edition.id == edition_id).values(state=EditionState.APPROVED)
    )


def choices(variants: int) -> list[tuple[int, ...]]:
    """So many different selections of listings, by number."""
    dice = random.Random(1)
    chosen: set[tuple[int, ...]] = set()
    while len(chosen) < variants:
        chosen.add(tuple(sorted(dice.sample(range(LISTINGS), A_READERS_ITEMS))))
    return sorted(chosen)


def _add_readers(session: Session, hub: Hub, readers: int, variants: int) -> None:
    wishes = [
        Wishes(districts=tuple(f"d{n}" for n in one)).normalised() for one in choices(variants)
    ]
    session.execute(
        insert(PreferenceProfile),
        [
            {
                "hub_id": hub.id,
                "key": one.key(),
                "districts": list(one.districts),
                "birth_months": [],
                "themes": [],
                "language": one.language,
            }
            for one in wishes
        ],
    )
    profiles = list(session.scalars(select(PreferenceProfile.id)))
    people = [
        {"hub_id": hub.id, "profile_id": profiles[number % variants], "created_at": NOW}
        for number in range(readers)
    ]
    session.execute(insert(Subscriber), people)
    session.execute(
        insert(Address),
        [
            {
                "hub_id": hub.id,
                "subscriber_id": reader,
                "channel": "email",
                "address": f"reader{reader}@m{reader % 7}.example.jp",
                "state": AddressState.ACTIVE,
                "created_at": NOW,
            }
            for reader in session.scalars(select(Subscriber.id))
        ],
    )


def _listing(session: Session, hub: Hub, number: int) -> None:
    starts = datetime(2026, 11, 22, 1, 0, tzinfo=UTC) + timedelta(days=number % 12)
    draft = intake.ListingDraft(
        title=f"親子であそぼう その{number}",
        occurrences=(intake.OccurrenceDraft(starts, starts + timedelta(hours=1)),),
        place_name="地区センター",
        district_keys=(f"d{number}",),
        place_address="神奈川県横浜市西区（計測用の住所）1丁目2番3号 地区センター2階 和室",
        audience_text="未就園児とその保護者、妊娠中の方、これから利用してみたいと思っている方",
        apply_text="前の週の金曜日までに、電話または拠点の窓口で。定員を超えたときは抽選です。",
        bring_text="飲み物、着替え、汗をふくタオル、ふだん使っている紙おむつとおしりふき",
        weather_text="小雨のときは行います。警報が出たときは中止し、前日の17時までにお知らせします。",
        organiser="西区地域子育て支援拠点（計測）と地区センターの共催",
        body=ABOUT,
        fee_yen=0,
        contact_public="045-000-0000",
    )
    row = intake.Submission(
        hub_id=hub.id,
        source="web_form",
        external_id=str(number),
        content_hash=str(number),
        title=draft.title,
        original={},
        draft_json=draft.to_json(),
        received_at=NOW,
        received_by="計測",
    )
    session.add(row)
    session.flush()
    listings.publish(session, draft, submission=row, by=STAFF, now=NOW)
