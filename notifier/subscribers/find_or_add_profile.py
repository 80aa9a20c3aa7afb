"""The one row for one set of wishes."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.subscribers.models import PreferenceProfile
from notifier.subscribers.wishes import Wishes


def find_or_add_profile(session: Session, hub_id: int, wishes: Wishes) -> PreferenceProfile:
    """The profile for ``wishes``, made when nobody wished this before."""
    one = wishes.normalised()
    key = one.key()
    query = select(PreferenceProfile).where(
        PreferenceProfile.hub_id == hub_id, PreferenceProfile.key == key
    )
    found = session.scalar(query)
    if found is not None:
        return found
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(PreferenceProfile)
        .values(
            hub_id=hub_id,
            key=key,
            districts=list(one.districts),
            birth_months=list(one.birth_months),
            themes=list(one.themes),
            language=one.language,
        )
        .on_conflict_do_nothing(index_elements=["hub_id", "key"])
    )
    return session.scalars(query).one()


def wishes_of(profile: PreferenceProfile) -> Wishes:
    """The wishes a profile stands for."""
    return Wishes(
        districts=tuple(profile.districts),
        birth_months=tuple(profile.birth_months),
        themes=tuple(profile.themes),
        language=profile.language,
    )
