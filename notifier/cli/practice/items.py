"""What groups handed in and what waits at the desk, by the verbs a real item enters by."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from notifier import directory, editorial, hubs, intake
from notifier.audit import Actor
from notifier.cli.practice.data import ITEMS, NEWS, WAITING, Item
from notifier.cli.practice.languages import make_variants
from notifier.cli.practice.people import district_key, staff
from notifier.cli.practice.two_hubs import PracticeHub
from notifier.cli.practice.voices import make_voices
from notifier.flows.hand_in import hand_in
from notifier.intake.sources import web_form
from notifier.kit import clock
from notifier.taxonomy import outlets


def make_items(
    session: Session, hub: hubs.Hub, world: PracticeHub, now: datetime
) -> tuple[int, int]:
    """What is listed and what waits, and what others added to it; how many of each."""
    listed = make_listings(session, hub, world, now) + make_news(session, hub, now)
    waiting = make_waiting(session, hub, now)
    editor, publisher = (staff(session, hub, role) for role in ("editor", "publisher"))
    make_variants(session, hub, editor=editor, publisher=publisher, now=now)
    make_voices(session, hub, editor=editor, publisher=publisher, now=now)
    return listed, waiting


def make_listings(session: Session, hub: hubs.Hub, world: PracticeHub, now: datetime) -> int:
    """Items handed in by form and approved by the editor, days before now."""
    by = staff(session, hub, "editor")
    base = clock.local(hubs.next_weekly_slot(hub, after=now), hub.zone).date()
    count = 0
    for item in ITEMS[: len(ITEMS) if len(world.groups) > 2 else 3]:  # noqa: PLR2004
        received = now - timedelta(days=5, hours=item.day)
        fields = form_fields(session, hub, world, item, base)
        case = handed_in(session, hub, fields, received)
        editorial.approve(
            session, case, version=case.version, despite=_asked(session, case, now), by=by, now=now
        )
        count += 1
    return count


def make_news(session: Session, hub: hubs.Hub, now: datetime) -> int:
    """Information without a date, for the home page and the paper."""
    by, received = staff(session, hub, "editor"), now - timedelta(days=9)
    for fields in NEWS:
        typed = fields | {"kind": "information", "outlets": "web;newsletter"}
        case = handed_in(session, hub, typed, received)
        asked = _asked(session, case, now)
        editorial.approve(session, case, version=case.version, despite=asked, by=by, now=now)
    return len(NEWS)


def make_waiting(session: Session, hub: hubs.Hub, now: datetime) -> int:
    """Items for the desk: one to approve, one to ask about, one with hostile text."""
    for fields in WAITING:
        handed_in(session, hub, dict(fields), now - timedelta(hours=3))
    return len(WAITING)


def form_fields(
    session: Session, hub: hubs.Hub, world: PracticeHub, item: Item, base: date
) -> dict[str, str]:
    """What the group types into the form for one item."""
    place, where, district = world.places[item.place % len(world.places)]
    key = district_key(session, hub, district) if item.is_district_only else ""
    return {
        "title": item.title,
        "organiser": world.groups[item.group % len(world.groups)][0],
        "place_name": place,
        "place_address": where,
        "date_1": (base + timedelta(days=item.day)).isoformat(),
        "start_1": item.start,
        "end_1": item.end,
        "districts": key,
        "themes": item.themes,
        "outlets": ";".join(outlets.EVERYWHERE),
        **item.fields,
    }


def handed_in(
    session: Session,
    hub: hubs.Hub,
    fields: dict[str, str],
    now: datetime,
    *,
    source: str = web_form.KEY,
) -> editorial.Case:
    """The case of one item that came in by ``source`` at ``now``."""
    fields.setdefault("outlets", ";".join(outlets.EVERYWHERE))
    draft = web_form.read_form(fields, today=clock.local(now, hub.zone).date(), zone=hub.zone)
    group = directory.find_group(session, hub.id, fields.get("organiser", ""))
    arrival = intake.Arrival(
        hub_id=hub.id,
        source=source,
        original={"fields": fields},
        group_id=group.id if group else None,
        is_verified=group is not None,
    )
    by = Actor("group", f"{fields['organiser']} 代表")
    receipt = hand_in(session, draft, arrival=arrival, by=by, now=now)
    return editorial.open_case(session, receipt.submission, now=now)


def _asked(session: Session, case: editorial.Case, now: datetime) -> tuple[str, ...]:
    """The checks a person has looked at; practice items are meant to go out."""
    return tuple(
        check.key for check in editorial.check(session, case, now=now) if check.level == "ask"
    )
