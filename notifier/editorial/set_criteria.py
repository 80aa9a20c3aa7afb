"""Judge an item by the hub's posting criteria (掲載基準): pass, fail or ask for each line."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed
from notifier.hubs import criteria
from notifier.kit.errors import BadInputError

VERDICTS = {"pass": "合う", "fail": "合わない", "ask": "確認中"}


def set_criteria(
    session: Session,
    case: Case,
    *,
    marks: Mapping[str, str],
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Store {criterion key: "pass" | "fail" | "ask"}; an empty verdict takes the mark away."""
    require_current(case, version)
    wording = {row.key: row.wording for row in criteria(session, case.hub_id)}
    wrong = [
        key for key, mark in marks.items() if key not in wording or mark not in ("", *VERDICTS)
    ]
    if wrong:
        raise BadInputError("掲載基準の選び方が正しくありません。画面を開き直してください。")
    judged = {key: mark for key, mark in {**case.criteria, **marks}.items() if mark}
    if judged == case.criteria:
        return
    change(session, case, Deed.EDIT, version=version, criteria=judged)
    said = "、".join(
        f"{wording[key]}: {VERDICTS[mark]}" for key, mark in judged.items() if key in wording
    )
    tell(session, case, f"を掲載基準で確かめました（{said}）。", verb="criteria", by=by, now=now)
