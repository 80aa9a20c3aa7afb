"""Goal G13: LINE's webhook, signed, stored raw and committed, against Flask with line-bot-sdk.

``python -m bench webhook`` needs wrk. G13 is against a peer that parses and keeps nothing, served as
granian serves by itself; the ratio to one that keeps each event before it answers, as ours must, and
to one tuned for parsing alone are told beside it, and CPU time, which a busy machine changes less. After each of our rounds the inbox must hold every event answered.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine, delete, func, select

from bench._flask_peer import SECRET, events, tables
from bench._served import CONNECTIONS, OURS, PEER, ROUNDS, Rates, databases, missing, served
from bench._world import NOW, STAFF, bench_hub
from notifier import hubs
from notifier.kit import db
from notifier.mailroom import InboxEvent
from notifier.wire import line

MUST = 1.8
ONE_THREAD = ("--blocking-threads", "1")  # by what a program may be tuned that never waits
CALLS = 45_000  # different ones a round; more than any round answers


def main() -> bool:
    """Print the ratio on each database; True when one was missed."""
    if why := missing():
        print(f"G13: not measured, {why}")
        return False
    missed = False
    with databases() as found, _script() as script:
        for name, engine in found.items():
            missed |= _measure(name, engine, script) < MUST
    return missed


def _measure(name: str, engine: Engine, script: Path) -> float:
    with db.writing(engine) as session:
        hub = bench_hub(session)
        hubs.set_line_channel(
            session, hub, "readers", channel_id="1650000001", secret=SECRET, by=STAFF, now=NOW
        )
    tables.create_all(engine)
    with (
        served(OURS, engine, "/healthz") as ours,
        served(PEER, engine, "/", options=()) as parser,
        served(PEER, engine, "/", options=ONE_THREAD) as alone,
        served(PEER, engine, "/") as keeper,
    ):
        rates, parsing, keeping, in_turn = Rates(ours), Rates(parser), Rates(keeper), Rates(alone)
        for _ in range(ROUNDS):
            _empty(engine)
            answers = rates.measure(script, "/hooks/line/nishi")
            assert answers < CALLS, "calls were repeated"
            assert _stored(engine) >= answers, "answered without being stored"
            parsing.measure(script, "/hooks/line/nishi")
            in_turn.measure(script, "/hooks/line/nishi")
            keeping.measure(script, "/kept/line/nishi")
    got = rates.over(parsing)
    print(f"{name}, {CONNECTIONS} at once: ours {rates}")
    print(f"  Flask with line-bot-sdk, kept {keeping}; parsed only {parsing}")
    print(f"  to keeping as well: {rates.over(keeping):.2f}, in CPU {rates.cpu_under(keeping):.2f}")
    print(f"  to parsing only: in CPU {rates.cpu_under(parsing):.2f}")
    print(f"  to parsing only in one thread, {in_turn}: {rates.over(in_turn):.2f}")
    print(f"G13 webhook on {name}: must {MUST:g}, got {got:.2f}", flush=True)
    return got


def _empty(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.execute(delete(InboxEvent))
        session.execute(delete(events))


def _stored(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(InboxEvent)) or 0


@contextmanager
def _script() -> Iterator[Path]:
    """For wrk: signed calls, each with a message of its own."""
    with NamedTemporaryFile("w", suffix=".lua") as made:
        made.write("local calls, n = {}, 0\n")
        for number in range(CALLS):
            body = json.dumps({"destination": f"U{'b' * 32}", "events": [_event(number)]})
            sign = line.sign(body.encode(), SECRET)
            made.write(f'calls[{number + 1}] = {{"{sign}", [==[{body}]==]}}\n')
        made.write(
            "request = function()\n"
            "  n = n % #calls + 1\n"
            "  local headers = {['Content-Type'] = 'application/json',"
            " ['X-Line-Signature'] = calls[n][1]}\n"
            "  return wrk.format('POST', nil, headers, calls[n][2])\n"
            "end\n"
        )
        made.flush()
        yield Path(made.name)


def _event(number: int) -> dict[str, object]:
    """A reader writes a line."""
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1795143600000 + number,
        "source": {"type": "user", "userId": f"U{number:032x}"},
        "webhookEventId": f"01H{number:023d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{number:032x}",
        "message": {
            "id": f"{number:018d}",
            "type": "text",
            "quoteToken": "q" * 40,
            "text": "こんにちは。土曜日のひろばは予約がいりますか？",
        },
    }


if __name__ == "__main__":
    sys.exit(main())
