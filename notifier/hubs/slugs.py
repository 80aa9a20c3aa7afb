"""What a hub may be called in an address; pure."""

import re

from notifier.hubs.wards import WARDS
from notifier.kit.errors import BadInputError

RESERVED = frozenset(
    [
        "desk",
        "admin",
        "r",
        "hooks",
        "review",
        "healthz",
        "readyz",
        "metrics",
        "api",
        "static",
        "favicon.ico",
        "robots.txt",
    ]
)
SHAPE = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")


class BadSlugError(BadInputError):
    """The name in the address cannot be used."""


def check_slug(slug: str) -> str:
    """``slug`` if it may stand in an address. Raises ``BadSlugError``."""
    if slug in RESERVED:
        raise BadSlugError(
            f"「{slug}」はこのサービスのほかのページで使っています。別の名前にしてください。",
            field="slug",
        )
    if not SHAPE.fullmatch(slug):
        raise BadSlugError(
            "住所（URL）に使う名前は、英小文字で始まる3〜40文字の英小文字・数字・ハイフンにしてください。",
            field="slug",
        )
    return slug


def slug_for(ward_code: str, taken: set[str]) -> str:
    """A slug nobody has yet, after the ward's name."""
    stem = WARDS[ward_code][1] if ward_code in WARDS else f"hub-{ward_code}"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
