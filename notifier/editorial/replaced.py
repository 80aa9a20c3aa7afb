"""Whether a newer version of its sender took a case's place. Pure."""

from notifier.editorial.models import Case
from notifier.editorial.tell import MACHINE
from notifier.editorial.workflow import CaseState


def was_replaced(case: Case) -> bool:
    """Did the machine merge it? What a person merged, a person can take apart again."""
    return case.state is CaseState.MERGED and case.decided_by == MACHINE.label
