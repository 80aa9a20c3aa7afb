"""Every arrow of a case, and every arrow there is not."""

import itertools

import pytest

from notifier.editorial.workflow import (
    ARROWS,
    OPEN,
    CaseState,
    Deed,
    WrongStateError,
    may,
    next_state,
)

DRAWN = {
    ("waiting", "ask"): "asked",
    ("waiting", "hold"): "held",
    ("waiting", "edit"): "waiting",
    ("waiting", "approve"): "approved",
    ("waiting", "reject"): "rejected",
    ("waiting", "merge"): "merged",
    ("waiting", "withdraw"): "withdrawn",
    ("asked", "ask"): "asked",
    ("asked", "answer"): "waiting",
    ("asked", "resume"): "waiting",
    ("asked", "edit"): "asked",
    ("asked", "withdraw"): "withdrawn",
    ("held", "resume"): "waiting",
    ("held", "edit"): "held",
    ("held", "withdraw"): "withdrawn",
    ("approved", "undo"): "waiting",
    ("rejected", "reopen"): "waiting",
    ("merged", "reopen"): "waiting",
}
ALL = list(itertools.product(CaseState, Deed))


@pytest.mark.parametrize(("state", "deed"), ALL, ids=[f"{s}-{d}" for s, d in ALL])
def test_an_arrow_leads_where_it_is_drawn_and_no_other_exists(state: CaseState, deed: Deed) -> None:
    arrived = DRAWN.get((state.value, deed.value))
    if arrived:
        assert next_state(state, deed) == arrived
        assert may(state, deed)
    else:
        assert not may(state, deed)
        with pytest.raises(WrongStateError, match=r"できません。.+"):
            next_state(state, deed)


def test_what_the_group_withdrew_stays_and_the_desk_takes_back_its_own_decisions() -> None:
    leaving = {state: deed for state, deed in ARROWS if state not in OPEN}
    assert leaving == {
        CaseState.APPROVED: Deed.UNDO,
        CaseState.REJECTED: Deed.REOPEN,
        CaseState.MERGED: Deed.REOPEN,
    }
