"""``make accuracy``: how much is read surely, how much is asked, and what is sure but wrong.

Exits 1 when anything is sure but wrong. The real rows are judged when ``NOTIFIER_REAL_INPUTS``
names their folder.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.accuracy.cases import Case, own_strings, real_rows
from tests.accuracy.judge import Verdict, judge


def main() -> int:
    """Print the figures of both sets; 1 when something is sure but wrong."""
    wrong = _report("strings of our own", own_strings())
    root = os.environ.get("NOTIFIER_REAL_INPUTS")
    if root:
        wrong += _report("rows of real files", real_rows(Path(root) / "events"))
    else:
        print("rows of real files: not judged, NOTIFIER_REAL_INPUTS names no folder")
    return 1 if wrong else 0


def _report(name: str, cases: Iterable[Case]) -> int:
    verdicts = [judge(case) for case in cases]
    kinds: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        kinds.setdefault(verdict.case.kind, []).append(verdict)
    print(f"== {name}: {len(verdicts)} readings")
    for kind, found in sorted(kinds.items()):
        print(f"  {kind:9}{_figures(found)}")
    print(f"  {'all':9}{_figures(verdicts)}")
    wrong = [verdict for verdict in verdicts if verdict.outcome == "wrong"]
    for verdict in wrong:
        print(f"  sure but wrong: {verdict.case.id} {dict(verdict.case.cells)}")
        print(f"    read {dict(verdict.read)}")
        print(f"    meant {dict(verdict.case.expected)}")
    if "-v" in sys.argv:
        for verdict in verdicts:
            if verdict.outcome == "needless":
                print(f"  asked needlessly: {verdict.case.id} {dict(verdict.case.cells)}")
    return len(wrong)


def _figures(found: list[Verdict]) -> str:
    total = len(found)
    asked = sum(verdict.asked for verdict in found)
    outcomes = Counter(verdict.outcome for verdict in found)
    return (
        f"{total:5}  sure {(total - asked) / total:6.1%}  asked {asked / total:6.1%}"
        f"  (needlessly {outcomes['needless'] / total:6.1%})  sure but wrong: {outcomes['wrong']}"
    )


if __name__ == "__main__":
    sys.exit(main())
