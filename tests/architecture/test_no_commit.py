"""Nobody commits inside a room; the edge does.

The exception is an outside call: claim in a short transaction, call with none open, record in a
short transaction. The files that do so are named here.
"""

import ast

from tests.architecture.source import EDGES, Source, sources

OPENS_ITS_OWN = {
    "notifier/delivery/claim.py": "claims a batch before anything is sent",
    "notifier/delivery/send_batch.py": "claim, call, record: batches of an edition",
    "notifier/delivery/dispatch.py": "each edition that is due is planned by itself",
    "notifier/delivery/settle.py": "each edition is finished by itself",
    "notifier/delivery/channels/email.py": "claim, call, record: one mail",
    "notifier/delivery/channels/line.py": "claim, call, record: one LINE call",
    "notifier/mailroom/send_outbox.py": "claim, call, record: single messages",
    "notifier/mailroom/outcome.py": "records what came of a single message",
    "notifier/delivery/line_look.py": "claim, call, record: what LINE says of the account",
    "notifier/delivery/look_at_insight.py": "claim, call, record: what LINE counted of an edition",
    "notifier/delivery/quota.py": "reads, then asks LINE with nothing open",
    "notifier/kit/db.py": "where these sessions are made",
}


def test_no_room_commits() -> None:
    """``session.commit()`` in a room would end somebody else's transaction."""
    wrong = [
        f"{source.name}:{line}"
        for source in sources()
        if source.room not in EDGES
        for line in _calls(source, "commit")
    ]
    assert wrong == []


def test_only_outside_calls_open_sessions_of_their_own() -> None:
    """Every other verb works in the session it is given."""
    opening = {
        source.name
        for source in sources()
        if source.room not in EDGES
        and any(_calls(source, name) for name in ("writing", "reading", "one_by_one"))
    }
    assert opening - set(OPENS_ITS_OWN) == set()


def test_only_the_clock_reads_the_time() -> None:
    """``now`` is an argument everywhere else; the simulator stands for the outside world."""
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        if source.name != "notifier/kit/clock.py"
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date"}
    ]
    assert wrong == []


def _calls(source: Source, name: str) -> list[int]:
    return [
        node.lineno
        for node in source.nodes
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == name)
            or (isinstance(node.func, ast.Name) and node.func.id == name)
        )
    ]
