"""Create a hub, ready to work: districts of its ward, posting criteria, sensible hours."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.default_criteria import DEFAULT_CRITERIA
from notifier.hubs.models import District, Hub, PostingCriterion
from notifier.hubs.slugs import check_slug, slug_for
from notifier.hubs.wards import DISTRICTS
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.text import half, one_line

MAX_NAME = 100
WARD_CODE = re.compile(r"\d{6}")
SHORT_CODE = re.compile(r"\d{5}")


class BadHubError(BadInputError):
    """The name or the ward code cannot be taken."""


class SlugTakenError(ConflictError):
    """Another hub has this name in its address."""


def create_hub(  # noqa: PLR0913 - a hub is its name, ward and slug; the rest is who and when
    session: Session,
    name: str,
    *,
    ward_code: str,
    slug: str | None = None,
    is_practice: bool = False,
    by: audit.Actor,
    now: datetime,
) -> Hub:
    """Create the hub ``name`` of the ward with this six-digit code.

    Without ``slug`` it is named after its ward. Raises ``BadHubError``, ``BadSlugError`` or
    ``SlugTakenError``.
    """
    made = Hub(
        slug=_free_slug(session, slug, ward_code=_ward(ward_code)),
        name=_name(name),
        ward_code=_ward(ward_code),
        is_practice=is_practice,
        created_at=now,
    )
    session.add(made)
    session.flush()
    _settle(session, made)
    audit.write(
        session,
        f"{by.label}が拠点「{made.name}」をつくりました。",
        verb="hub.create",
        subject=("hub", made.id),
        hub_id=made.id,
        by=by,
        now=now,
    )
    return made


def _name(name: str) -> str:
    clean = one_line(name)
    if not clean or len(clean) > MAX_NAME:
        raise BadHubError(f"拠点の名前を1〜{MAX_NAME}文字で入れてください。", field="name")
    return clean


def _ward(code: str) -> str:
    """Six digits; the five without the check digit, as statistics write them, are completed."""
    clean = half(code)
    if SHORT_CODE.fullmatch(clean):
        clean += _check_digit(clean)
    if not WARD_CODE.fullmatch(clean):
        raise BadHubError(
            "区のコードは6けたの数字（西区は141038）で入れてください。", field="ward_code"
        )
    return clean


def _check_digit(code: str) -> str:
    """The last digit of a municipality code: weights 6 to 2, modulo 11 (総務省「全国地方公共団体コード」)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def _free_slug(session: Session, slug: str | None, *, ward_code: str) -> str:
    taken = set(session.scalars(select(Hub.slug)))
    if slug is None:
        return slug_for(ward_code, taken)
    if check_slug(slug) in taken:
        raise SlugTakenError(f"「{slug}」はすでに使われています。別の名前にしてください。")
    return slug


def _settle(session: Session, hub: Hub) -> None:
    """The first districts and criteria; both are changed on the admin pages."""
    for position, (key, name) in enumerate(DISTRICTS.get(hub.ward_code, ())):
        session.add(District(hub_id=hub.id, key=key, name=name, position=position))
    for position, (key, wording) in enumerate(DEFAULT_CRITERIA):
        session.add(PostingCriterion(hub_id=hub.id, key=key, wording=wording, position=position))
    session.flush()
