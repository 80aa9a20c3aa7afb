"""The announcing plan of a listing with the hub's own Saturdays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from notifier.editions.announce import AnnouncingPlan, announcing_plan
from notifier.editions.day_over import late_until
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.editions.schedule import slot_on
from notifier.hubs import Hub, next_weekly_slot
from notifier.intake import ListingDraft
from notifier.kit import clock
from notifier.listings import Listing, ListingKind, coming

WEEKLY = "weekly"
WEEKS_AHEAD = 60


def announced(
    listing: Listing, hub: Hub, *, now: datetime, here: date | None = None
) -> AnnouncingPlan | None:
    """When the weekly editions should tell of the next date of an event; None when it has none.

    Only the way of LINE or mail counts: what is not wanted there has no plan. ``here`` is a day
    without a slot on which an edition with it goes all the same.
    """
    dates = coming(listing, now=now, zone=hub.zone)
    if listing.kind is not ListingKind.EVENT or not dates:
        return None
    return _plan(hub, dates[0].starts_at, listing.apply_by_at, listing.outlets, now, here)


def say_plan_in(edition: Edition, listing: Listing, hub: Hub, *, now: datetime) -> str:
    """The plan as it stands in a draft that brings the item: late it goes on no usual day, but it
    goes. "" when the item has no plan.
    """
    slot = slot_on(hub, edition.kind, edition.on)
    is_late = slot is None or slot <= now
    here = clock.local(now + timedelta(minutes=hub.undo_minutes), hub.zone).date()
    told_here = here if is_late and here <= late_until(edition) else None
    plan = announced(listing, hub, now=now, here=told_here)
    return say_plan(plan, here=told_here) if plan is not None else ""


def announced_draft(draft: ListingDraft, hub: Hub, *, now: datetime) -> AnnouncingPlan | None:
    """The same for what is not published yet, as it stands at the desk."""
    starts = [one.starts_at for one in draft.occurrences if one.starts_at > now]
    if draft.kind != "event" or not starts:
        return None
    return _plan(hub, min(starts), draft.apply_by_at, draft.outlets, now)


def _plan(
    hub: Hub,
    starts_at: datetime,
    by: datetime | None,
    outlets: Iterable[str],
    now: datetime,
    here: date | None = None,
) -> AnnouncingPlan | None:
    kind = kind_of(WEEKLY)
    if not set(outlets) & set(kind.outlets):
        return None
    days = edition_days(hub, now=now, until=starts_at)
    return announcing_plan(
        next_on=clock.local(starts_at, hub.zone).date(),
        apply_by=clock.local(by, hub.zone).date() if by and by > now else None,
        edition_days=days if here is None else sorted({*days, here}),
        horizon_days=kind.horizon_days,
        times=hub.most_tellings,
    )


def edition_days(hub: Hub, *, now: datetime, until: datetime) -> list[date]:
    """The hub's weekly sendings after ``now`` up to ``until``, at most a year."""
    days, slot = [], next_weekly_slot(hub, after=now)
    end = min(until, now + timedelta(weeks=WEEKS_AHEAD))
    while slot <= end:
        days.append(clock.local(slot, hub.zone).date())
        slot = next_weekly_slot(hub, after=slot)
    return days


def say_plan(plan: AnnouncingPlan, *, here: date | None = None) -> str:
    """「11月28日(土)・12月5日(土)の便で知らせます（申込締切 12月10日(木) から逆算）」.

    The edition in which it is read is 「この便」 when it goes ``here``.
    """
    what = "申込締切" if plan.goal == "deadline" else "開催日"
    goal = f"{what} {clock.say_date(plan.goal_on)}"
    if plan.is_too_late:
        return (
            f"{goal} に間に合う便が、もうありません。急ぐときは、ほかの方法でも知らせてください。"
        )
    days = "・".join(clock.say_date(day) for day in plan.days if day != here)
    editions = [*(["この便"] if here in plan.days else []), *([f"{days}の便"] if days else [])]
    return f"{'と、'.join(editions)}で知らせます（{goal} から逆算）。"
