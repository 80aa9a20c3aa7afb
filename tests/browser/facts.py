"""Do what makes every page exist, and find the numbers and tokens that stand in addresses."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import (
    accounts,
    directory,
    editions,
    editorial,
    engagement,
    hubs,
    intake,
    listings,
    subscribers,
)
from notifier.cli.practice import fill as practice
from notifier.cli.practice.browser import Browser
from notifier.cli.practice.mailbox import link_in
from notifier.flows.cancel import cancel
from notifier.flows.compose import compose
from notifier.kit import clock, db
from tests.browser.facts_editions import find_editions, restored
from tests.browser.live import HUB, Live

GROUP_MAIL = "looked-at@example.jp"
READER_MAIL = "reader-looked-at@example.jp"
LONG_TITLE = "ながい名前の行事でも画面からはみ出さないことを確かめるためのおはなし会"
CSV = """行事名,日にち,時間,会場,対象,参加費,問い合わせ
おはなし会,令和8年12月2日,10時から11時,西地区センター,未就園児,無料,045-000-0003
相談の日,日程調整中,,拠点ひろば,どなたでも,,045-000-0004
"""


def find_facts(live: Live) -> dict[str, object]:
    """Send an edition, hand in, import, subscribe, cancel, leave; name what came of it."""
    found: dict[str, object] = {"sent_edition": _send_an_edition(live)}
    live.hand_in("みてもらう会")
    group = Browser(live.origin)
    found["group_token"] = _hand_in_with_mail(live, group)
    found["group_cookies"] = group.cookies()
    found["confirm"] = _subscribe(live)
    with db.writing() as session:
        hub = hubs.find_hub(session, HUB)
        for facts in (_desk, _listings, _imports, _people, _readers, _opinions):
            found |= facts(session, hub)
        found["edition"] = _compose(session, hub).id
        found |= find_editions(session, hub)
        found["distribution_place"] = _distribution(session, hub)
        found["venue"] = _venue(session, hub)
    live.tick()  # the notice goes
    with db.writing() as session:
        restored(session, hubs.find_hub(session, HUB))
    return found | _simulator(live)


def _desk(session: Session, hub: hubs.Hub) -> dict[str, object]:
    rows = session.scalars(select(editorial.Case).where(editorial.Case.hub_id == hub.id))
    cases = {case.draft.title: case for case in rows}
    asked = cases["おさがり交換会"]
    editorial.ask(
        session,
        asked,
        message="開催する日を教えてください。",
        field="when_text",
        version=asked.version,
        by=practice.staff(session, hub, "editor"),
        now=clock.now(),
    )
    return {
        "case": cases["みてもらう会"].id,
        "asked_case": asked.id,
        "submission": cases[LONG_TITLE].submission_id,
    }


def _listings(session: Session, hub: hubs.Hub) -> dict[str, object]:
    rows = session.scalars(select(listings.Listing).where(listings.Listing.hub_id == hub.id))
    shown = {listing.title: listing for listing in rows}
    cancelled = shown["パパと体をうごかそう"]
    by = practice.staff(session, hub, "editor")
    publisher = practice.staff(session, hub, "publisher")
    called_off = cancel(
        session, cancelled, reason="会場の都合のため", tell="now", by=publisher, now=clock.now()
    )
    assert called_off.notice is not None, "readers were told of it this morning"
    translated = next(
        one for one in shown.values() if one.id != cancelled.id and one.body and not one.variants
    )
    texts = {"title": "An event in English", "body": "Come and play with us."}
    words = listings.VariantWords("en", texts, "", 0)
    listings.write_variant(session, translated, words, by=by, now=clock.now())
    listings.check_variant(
        session, translated, language="en", version=1, by=publisher, now=clock.now()
    )
    return {
        "listing": shown["離乳食はじめて講座"].id,
        "cancelled": cancelled.id,
        "notice": called_off.notice.id,
        "translated": translated.id,
    }


def _imports(session: Session, hub: hubs.Hub) -> dict[str, object]:
    opened, discarded = (
        intake.preview_import(
            session,
            hub,
            filename=name,
            data=CSV.encode(),
            group_id=None,
            by=practice.staff(session, hub, "editor"),
            now=clock.now(),
        )
        for name in ("一覧（途中）.csv", "一覧（やめた）.csv")
    )
    intake.discard_import(session, discarded)
    _feeds(session, hub)
    return {"open_import": opened.id, "discarded_import": discarded.id}


def _feeds(session: Session, hub: hubs.Hub) -> None:
    """One that is read, one that fails, one that is paused; none is due."""
    by, now = practice.staff(session, hub, "editor"), clock.now()
    urls = (
        "https://library.example.jp/calendar/" + "ical-public-address-" * 8 + ".ics",
        "https://ward.example.jp/oshirase/rss.xml",
        "https://salon.example.jp/rss",
    )
    errors = ("", "配信元のサーバーが応えませんでした（番号 500）。", "")
    for url, error in zip(urls, errors, strict=True):
        kind = "ical" if url.endswith(".ics") else "rss"
        feed = intake.add_feed(session, hub, url=url, kind=kind, by=by, now=now)
        claimed = intake.claim_feed(session, feed.id, now=now)
        assert claimed is not None
        outcome = intake.PollOutcome(error=error, title="" if error else "図書館の予定")
        for _ in range(2):
            intake.record_poll(session, claimed, outcome, now=now)
    intake.switch_feed(session, feed, on=False, by=by, now=now)


def _people(session: Session, hub: hubs.Hub) -> dict[str, object]:
    admin = practice.staff(session, hub, "admin")
    _, token = accounts.invite(
        session, hub, email="invited@example.jp", role="editor", by=admin, now=clock.now()
    )
    return {"invitation": token, "group": directory.groups(session, hub.id)[0].id}


def _readers(session: Session, hub: hubs.Hub) -> dict[str, object]:
    """One who reads, and one who has left."""
    rows = session.scalars(
        select(subscribers.Subscriber)
        .join(subscribers.Address, subscribers.Address.subscriber_id == subscribers.Subscriber.id)
        .where(
            subscribers.Subscriber.hub_id == hub.id,
            subscribers.Address.channel == "email",
            subscribers.Address.state == subscribers.AddressState.ACTIVE,
        )
        .order_by(subscribers.Subscriber.id)
    )
    reader, gone = rows.unique().all()[:2]
    subscribers.end_all(session, gone, how="settings", now=clock.now())
    return {
        "reader": subscribers.reader_token(session, reader),
        "gone_reader": subscribers.reader_token(session, gone),
    }


def _opinions(session: Session, hub: hubs.Hub) -> dict[str, object]:
    """One as it came, one answered, one published, and taps under an event."""
    by, now = practice.staff(session, hub, "publisher"), clock.now()
    for number in range(3):
        words = f"雨の日に行ける場所がもっとほしいです。\nきょうだいで行けるとうれしい（{number}）"
        one = engagement.enter_opinion(session, hub, words, by=by, now=now)
        if number == 0:
            continue
        engagement.answer_opinion(
            session, one, said="雨の日の居場所がほしい", did="第2水曜の午後も、ひろばを開けます",
            is_adopted=True, version=one.version, by=by, now=now,
        )  # fmt: skip
        if number == 2:
            engagement.publish_opinion(session, one, version=one.version, by=by, now=now)
    listing = session.scalars(
        select(listings.Listing).where(listings.Listing.hub_id == hub.id)
    ).first()
    assert listing is not None
    engagement.count_feedback(session, hub, listing, "want", visitor="192.0.2.1", now=now)
    return {"opinion": one.id}


def _compose(session: Session, hub: hubs.Hub) -> editions.Edition:
    now = clock.now()
    on = clock.local(hubs.next_weekly_slot(hub, after=now), hub.zone).date()
    by = practice.staff(session, hub, "publisher")
    edition = compose(session, hub, kind="weekly", on=on, by=by, now=now)
    session.flush()
    return edition


def _distribution(session: Session, hub: hubs.Hub) -> int:
    """Three places where the newsletter lies; the last one's number."""
    by, now = practice.staff(session, hub, "editor"), clock.now()
    for name, copies in (("さくら小児科医院", 30), ("地区センター", 50), ("うめ薬局", 20)):
        facts = directory.DistributionFacts(name, copies, contact="受付 045-000-0000")
        made = directory.add_distribution_place(session, hub, facts, by=by, now=now)
    return made.id


def _venue(session: Session, hub: hubs.Hub) -> int:
    """A place of the register that was called otherwise before."""
    by, now = practice.staff(session, hub, "editor"), clock.now()
    venue = directory.places(session, hub.id)[0]
    facts = replace(directory.facts_of(venue), name=f"{venue.name}（本館）", phone="045-000-0000")
    directory.change_place(
        session, directory.SeenPlace(venue, venue.version), facts, by=by, now=now
    )
    return venue.id


def _send_an_edition(live: Live) -> int:
    """This Saturday's edition, sent; the clock stands just after it."""
    slot = live.next_sending()
    with db.writing() as session:
        hub = hubs.find_hub(session, HUB)
        edition = _compose(session, hub)
        by = practice.staff(session, hub, "publisher")
        editions.approve(session, edition, version=edition.version, by=by, now=clock.now())
    live.move_to(slot + timedelta(minutes=1))
    live.control.faults({"endpoint": "multicast", "kind": "bad_id"})  # somebody is not reached
    live.tick()
    live.tick()
    return edition.id


def _hand_in_with_mail(live: Live, group: Browser) -> str:
    group.send(
        group.get(f"/{HUB}/submit"),
        "submit",
        title=LONG_TITLE,
        organiser="えほんの森ボランティア",
        when_text="毎月第2火曜 10時半〜11時",
        place_name="西地区センター",
        email=GROUP_MAIL,
    )
    return link_in(live.mail_to(GROUP_MAIL), "/g/").rsplit("/", 1)[1]


def _subscribe(live: Live) -> str:
    reader = Browser(live.origin)
    reader.send(reader.get(f"/{HUB}/subscribe"), "subscribe", email=READER_MAIL)
    return link_in(live.mail_to(READER_MAIL), "/confirm/").rsplit("/", 1)[1]


def _simulator(live: Live) -> dict[str, object]:
    """A phone that received the edition, and what was called off since."""
    channel = practice.channel_id(HUB)
    told = [
        user
        for user in live.phones()
        if "中止のお知らせ" in str(live.control.messages(channel, user))
    ]
    return {"channel": channel, "friend": min(told)}
