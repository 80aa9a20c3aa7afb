"""Change what is written about a group: name, district, note, trust."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.add_group import NAME_LIMIT
from notifier.directory.districts import checked_district
from notifier.directory.errors import AlreadyListedError
from notifier.directory.find_group import find_group
from notifier.directory.models import Group
from notifier.directory.names import checked_name
from notifier.kit import text


def change_group(  # noqa: PLR0913 - one keyword per thing that may change
    session: Session,
    group: Group,
    *,
    name: str | None = None,
    district_key: str | None = None,
    note: str | None = None,
    is_trusted: bool | None = None,
    by: audit.Actor,
    now: datetime,
) -> Group:
    """The group as changed; ``None`` leaves a thing as it is.

    Raises as ``add_group`` does. What was published keeps the organiser it was published with.
    """
    changed = []
    before = group.name
    if name is not None and _rename(session, group, name):
        changed.append(f"名前（「{group.name}」へ）")
    if district_key is not None and district_key != group.district_key:
        group.district_key = checked_district(session, group.hub_id, district_key)
        changed.append("地区")
    if note is not None and text.clean(note) != group.note:
        group.note = text.clean(note)
        changed.append("メモ")
    if is_trusted is not None and is_trusted != group.is_trusted:
        group.is_trusted = is_trusted
        changed.append("信頼" if is_trusted else "信頼の取り消し")
    if changed:
        session.flush()
        audit.write(
            session,
            f"{by.label}が団体「{before}」の{'・'.join(changed)}を変えました。",
            verb="change_group",
            subject=("group", group.id),
            hub_id=group.hub_id,
            by=by,
            now=now,
        )
    return group


def _rename(session: Session, group: Group, name: str) -> bool:
    shown = checked_name(name, what="団体", limit=NAME_LIMIT)
    if shown == group.name:
        return False
    other = find_group(session, group.hub_id, shown)
    if other is not None and other.id != group.id:
        raise AlreadyListedError(f"「{shown}」はすでに登録されています。")
    group.name, group.folded_name = shown, text.fold(shown)[:NAME_LIMIT]
    return True
