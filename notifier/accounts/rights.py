"""Who may do what: the table of roles and rights (model.md, "Roles × verbs"). Pure."""

from typing import Literal

from notifier.accounts.models import Role

Right = Literal[
    "enter",
    "judge",
    "edit",
    "approve_edition",
    "send",
    "see_readers",
    "settings",
    "staff",
    "export",
]

_VOLUNTEER: frozenset[Right] = frozenset({"enter"})
_EDITOR: frozenset[Right] = _VOLUNTEER | {"judge", "edit"}
_PUBLISHER: frozenset[Right] = _EDITOR | {"approve_edition", "send", "see_readers"}
_ADMIN: frozenset[Right] = _PUBLISHER | {"settings", "staff", "export"}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: _VOLUNTEER,
    Role.EDITOR: _EDITOR,
    Role.PUBLISHER: _PUBLISHER,
    Role.ADMIN: _ADMIN,
}

ROLE_NAMES: dict[Role, str] = {
    Role.VOLUNTEER: "ボランティア（入力だけ）",
    Role.EDITOR: "編集（掲載の判断・便の編集）",
    Role.PUBLISHER: "発行責任者（便の承認と配信）",
    Role.ADMIN: "管理者（設定・スタッフ）",
}


def may(role: Role, right: Right) -> bool:
    """Whether ``role`` holds ``right``."""
    return right in RIGHTS[role]
