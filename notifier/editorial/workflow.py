"""The arrows of a case: what may be done in which state, and where it leads. Pure."""

import enum

from notifier.kit.errors import ConflictError


class CaseState(enum.StrEnum):
    """waiting → asked | held → waiting → approved | rejected | merged | withdrawn; all but the
    last can be taken back to waiting."""

    WAITING = "waiting"
    ASKED = "asked"
    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Deed(enum.StrEnum):
    """What can be done with a case.

    ``resume`` takes it back to the queue without an answer, ``reopen`` takes back a decision that
    published nothing.
    """

    ASK = "ask"
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    EDIT = "edit"
    APPROVE = "approve"
    REJECT = "reject"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    REOPEN = "reopen"


class WrongStateError(ConflictError):
    """The case is in a state in which this cannot be done."""


OPEN = (CaseState.WAITING, CaseState.ASKED, CaseState.HELD)

STATE_NAMES = {
    CaseState.WAITING: "確認待ち",
    CaseState.ASKED: "質問中",
    CaseState.HELD: "保留",
    CaseState.APPROVED: "掲載済み",
    CaseState.REJECTED: "お断り",
    CaseState.MERGED: "まとめ済み",
    CaseState.WITHDRAWN: "取り下げ",
}
DEED_NAMES = {
    Deed.ASK: "質問する",
    Deed.ANSWER: "回答を受け取る",
    Deed.HOLD: "保留にする",
    Deed.RESUME: "確認待ちに戻す",
    Deed.EDIT: "直す",
    Deed.APPROVE: "掲載する",
    Deed.REJECT: "断る",
    Deed.MERGE: "まとめる",
    Deed.WITHDRAW: "取り下げる",
    Deed.UNDO: "掲載を取り消す",
    Deed.REOPEN: "決めたことを取り消す",
}

# Deciding happens in the queue only: what was asked or held comes back to it first. The group may
# withdraw whenever nothing was decided, and the desk may ask a second question or mend the text.
# A slip of the desk's hand can be taken back; what the group withdrew stays withdrawn.
ARROWS: dict[tuple[CaseState, Deed], CaseState] = {
    (CaseState.WAITING, Deed.ASK): CaseState.ASKED,
    (CaseState.WAITING, Deed.HOLD): CaseState.HELD,
    (CaseState.WAITING, Deed.EDIT): CaseState.WAITING,
    (CaseState.WAITING, Deed.APPROVE): CaseState.APPROVED,
    (CaseState.WAITING, Deed.REJECT): CaseState.REJECTED,
    (CaseState.WAITING, Deed.MERGE): CaseState.MERGED,
    (CaseState.WAITING, Deed.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.ASKED, Deed.ASK): CaseState.ASKED,
    (CaseState.ASKED, Deed.ANSWER): CaseState.WAITING,
    (CaseState.ASKED, Deed.RESUME): CaseState.WAITING,
    (CaseState.ASKED, Deed.EDIT): CaseState.ASKED,
    (CaseState.ASKED, Deed.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.HELD, Deed.RESUME): CaseState.WAITING,
    (CaseState.HELD, Deed.EDIT): CaseState.HELD,
    (CaseState.HELD, Deed.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.APPROVED, Deed.UNDO): CaseState.WAITING,
    (CaseState.REJECTED, Deed.REOPEN): CaseState.WAITING,
    (CaseState.MERGED, Deed.REOPEN): CaseState.WAITING,
}


def next_state(state: CaseState, deed: Deed) -> CaseState:
    """Where ``deed`` leads from ``state``; WrongStateError says in a sentence why it cannot."""
    arrived = ARROWS.get((state, deed))
    if arrived is None:
        raise WrongStateError(
            f"この件はいま「{STATE_NAMES[state]}」なので、「{DEED_NAMES[deed]}」はできません。"
            + _remedy(state)
        )
    return arrived


def may(state: CaseState, deed: Deed) -> bool:
    """Whether the arrow exists; pages show only the buttons that work."""
    return (state, deed) in ARROWS


def _remedy(state: CaseState) -> str:
    if state in (CaseState.ASKED, CaseState.HELD):
        return "先に「確認待ちに戻す」を押してください。"
    if state is CaseState.APPROVED:
        return "内容を変えるときは、先に「掲載を取り消す」を押してください。"
    if state in (CaseState.REJECTED, CaseState.MERGED):
        return "先に、その件を開いて「確認待ちに戻す」を押してください。"
    return "画面を開き直して、いまの状態を確かめてください。"
