"""Settle the districts (地区) of a hub's ward."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.models import District, Hub
from notifier.hubs.queries import districts
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MAX_NAME = 60


class BadDistrictsError(BadInputError):
    """The list of districts cannot be read."""


def set_districts(
    session: Session,
    hub: Hub,
    pairs: list[tuple[str, str]],
    *,
    by: audit.Actor,
    now: datetime,
) -> list[District]:
    """Make ``pairs`` of (key, name) the hub's districts, in this order.

    A key already there is renamed in place. A key left out disappears from the choices; what was
    filed under it keeps the key. Raises ``BadDistrictsError``.
    """
    _check(pairs)
    present = {district.key: district for district in districts(session, hub.id)}
    for position, (key, name) in enumerate(pairs):
        found = present.pop(key, None)
        if found is None:
            session.add(District(hub_id=hub.id, key=key, name=name, position=position))
        else:
            found.name, found.position = name, position
    for left_out in present.values():
        session.delete(left_out)
    session.flush()
    names = "、".join(name for _, name in pairs)
    audit.write(
        session,
        f"{by.label}が地区を{len(pairs)}つにしました（{names}）。",
        verb="hub.districts",
        subject=("hub", hub.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return districts(session, hub.id)


def read_districts(value: str) -> list[tuple[str, str]]:
    """「d1=第1地区;d2=第2地区」, or one per line, as pairs. Raises ``BadDistrictsError``."""
    pairs = []
    for part in re.split(r"[;；\n]", value):
        if not part.strip():
            continue
        key, equals, name = part.replace("＝", "=").partition("=")
        if not equals:
            raise BadDistrictsError(
                f"「{one_line(part)}」を「d1=第1地区」のように、記号と名前を = でつないでください。",
                field="districts",
            )
        pairs.append((half(key).lower(), one_line(name)))
    return pairs


def _check(pairs: list[tuple[str, str]]) -> None:
    for key, name in pairs:
        if not KEY.fullmatch(key):
            raise BadDistrictsError(
                f"地区の記号「{key}」は、40文字までの英小文字・数字・ハイフンにしてください。",
                field="districts",
            )
        if not name or len(name) > MAX_NAME:
            raise BadDistrictsError(
                f"地区「{key}」の名前を1〜{MAX_NAME}文字で入れてください。", field="districts"
            )
    if len({key for key, _ in pairs}) != len(pairs):
        raise BadDistrictsError("同じ記号の地区が2つあります。", field="districts")
