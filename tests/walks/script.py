"""What goes wrong in one rehearsal: drawn by Hypothesis, printed when it fails, read back to replay."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from hypothesis import strategies as st

from tests.fakes.mail_trouble import KINDS as MAIL_KINDS
from tests.fakes.mail_trouble import MailTrouble

# "" is a call that goes well; "hang_after" is longer than the patience of a call made in this process.
LINE_KINDS = (
    "",
    "500_before",
    "500_after",
    "hang_after",
    "reset",
    "reset_after",
    "429_rate",
    "429_quota",
    "401",
    "bad_id",
)
A_LITTLE_BACK, OVER_MIDNIGHT = -300, 2400
ACTS = ("kill_worker", "kill_child", "kill_beat", "empty_broker", "cut_database", "jump")


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of fate, ``wait`` seconds after the next progress; ``jump`` moves the clock."""

    act: str
    wait: float = 0.0
    jump: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """Trouble of LINE call by call, trouble of the relay, and what befalls our own processes."""

    line: tuple[str, ...] = ()
    mail: tuple[MailTrouble, ...] = ()
    steps: tuple[Step, ...] = ()

    def dump(self) -> str:
        """One line to be given back in NOTIFIER_FAULTS_SCRIPT."""
        return json.dumps(asdict(self))


def load(text: str) -> Script:
    """The script of a line that ``dump`` wrote."""
    facts = json.loads(text)
    return Script(
        line=tuple(facts["line"]),
        mail=tuple(MailTrouble(**one) for one in facts["mail"]),
        steps=tuple(Step(**one) for one in facts["steps"]),
    )


def scripts(*, acts: Sequence[str] = (), most_steps: int = 0) -> st.SearchStrategy[Script]:
    """Scripts whose steps are among ``acts``; without any, of trouble outside alone."""
    mail = st.builds(MailTrouble, st.sampled_from(sorted(MAIL_KINDS)), st.integers(0, 20))
    return st.builds(
        Script,
        st.lists(st.sampled_from(LINE_KINDS), max_size=12).map(tuple),
        st.lists(mail, max_size=5).map(tuple),
        _steps(acts, most_steps) if acts else st.just(()),
    )


def _steps(acts: Sequence[str], most: int) -> st.SearchStrategy[tuple[Step, ...]]:
    step = st.builds(
        lambda act, wait, jump: Step(act, wait / 10, jump if act == "jump" else 0),
        st.sampled_from(acts),
        st.integers(0, 8),
        st.sampled_from((A_LITTLE_BACK, OVER_MIDNIGHT)),
    )
    return st.lists(step, min_size=1, max_size=most).map(tuple)
