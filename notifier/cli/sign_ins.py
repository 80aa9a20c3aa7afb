"""The practice sign-ins: no secret, printed at every start. Light to load, so that a start is quick."""

from sqlalchemy.orm import Session

from notifier.hubs import all_hubs

PASSWORD_TAIL = "-renshu-2026"  # noqa: S105 - practice sign-ins are printed on purpose
ROLES = (
    ("admin", "管理担当"),
    ("publisher", "発行責任者"),
    ("second", "発行責任者B"),
    ("editor", "編集担当"),
    ("volunteer", "入力ボランティア"),
)


def sign_in_lines(session: Session) -> list[str]:
    """The practice sign-ins of every practice hub, a line each."""
    return [
        f"    {label}  {address(key, hub.slug)}  {password(hub.slug)}"
        for hub in all_hubs(session)
        for key, label in ROLES
        if hub.is_practice
    ]


def address(role_key: str, slug: str) -> str:
    """A practice person's address."""
    return f"{role_key}@{slug}.example.jp"


def password(slug: str) -> str:
    """Practice passwords are no secret."""
    return f"{slug}{PASSWORD_TAIL}"
