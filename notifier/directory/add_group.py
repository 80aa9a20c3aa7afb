"""Write down a group (団体)."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.districts import checked_district
from notifier.directory.errors import AlreadyListedError
from notifier.directory.find_group import find_group
from notifier.directory.models import Group
from notifier.directory.names import checked_key, checked_name
from notifier.hubs import Hub
from notifier.kit import text

NAME_LIMIT = 100


def add_group(  # noqa: PLR0913 - a group has a name, a key and a district
    session: Session,
    hub: Hub,
    *,
    name: str,
    district_key: str = "",
    key: str = "",
    note: str = "",
    by: audit.Actor,
    now: datetime,
) -> Group:
    """The new group, not trusted yet.

    Raises ``AlreadyListedError`` when the folded name is taken, ``DirectoryInputError`` for an
    empty name, a bad key or a district this hub does not have.
    """
    shown = checked_name(name, what="団体", limit=NAME_LIMIT)
    if find_group(session, hub.id, shown):
        raise AlreadyListedError(f"「{shown}」はすでに登録されています。")
    group = Group(
        hub_id=hub.id,
        key=checked_key(key, prefix="g"),
        name=shown,
        folded_name=text.fold(shown)[:NAME_LIMIT],
        district_key=checked_district(session, hub.id, district_key),
        note=text.clean(note),
        created_at=now,
    )
    session.add(group)
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{shown}」を登録しました。",
        verb="add_group",
        subject=("group", group.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return group
