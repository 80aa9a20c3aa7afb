"""Change what is written of a place of distribution, or end it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.distribution_facts import DistributionFacts, checked
from notifier.directory.districts import checked_district
from notifier.directory.errors import AlreadyListedError, StalePlaceError
from notifier.directory.models import DistributionPlace
from notifier.directory.queries import distribution_place_named
from notifier.kit import text


def change_distribution_place(  # noqa: PLR0913 - the facts on top of what every change takes
    session: Session,
    place: DistributionPlace,
    facts: DistributionFacts,
    *,
    ends: bool,
    version: int,
    by: audit.Actor,
    now: datetime,
) -> DistributionPlace:
    """The place as changed; ``ends`` takes it off the coming lists and keeps its past."""
    facts = checked(facts)
    district = checked_district(session, place.hub_id, facts.district_key)
    session.refresh(place, with_for_update=True)
    if version != place.version:
        raise StalePlaceError(
            "この配布先は、ほかの人（または別の画面）が先に変えました。"
            "いまの内容を確かめて、もう一度操作してください。"
        )
    other = distribution_place_named(session, place.hub_id, facts.name)
    if other is not None and other.id != place.id:
        raise AlreadyListedError(f"「{other.name}」はすでに登録されています。")
    place.name, place.folded_name = facts.name, text.fold(facts.name)
    place.address, place.contact, place.note = facts.address, facts.contact, facts.note
    place.district_key, place.copies = district, facts.copies
    place.ended_at = (place.ended_at or now) if ends else None
    place.version += 1
    try:
        session.flush()
    except IntegrityError as error:  # somebody else gave a place that name at the same moment
        raise AlreadyListedError(f"「{facts.name}」はすでに登録されています。") from error
    words = "への配布を終わりにしました。" if ends else f"の登録を変えました（{place.copies}部）。"
    audit.write(
        session,
        f"{by.label}が配布先「{place.name}」{words}",
        verb="change_distribution_place",
        subject=("distribution_place", place.id),
        hub_id=place.hub_id,
        by=by,
        now=now,
    )
    return place
