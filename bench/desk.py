"""The queue with 500 waiting against the same page with nothing on it. Goal: ≤ 3 ×."""

import statistics
import time
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bench._world import NOW, STAFF, bench_hub, own_database
from notifier import accounts, intake
from notifier.config import settings
from notifier.flows.hand_in import hand_in
from notifier.hubs import Hub
from notifier.intake.sources import web_form
from notifier.kit import clock, db
from notifier.web.app import create_app

WAITING = 500
ROUNDS = 40
GOAL = 3.0
PASSWORD = "a password for a benchmark"  # noqa: S105 - of a database that is thrown away


def main() -> bool:
    """Print the ratio; True when the goal was missed."""
    with own_database():
        with db.writing() as session:
            hub = bench_hub(session)
            _invitation, token = accounts.invite(
                session,
                hub,
                email="editor@example.jp",
                role=accounts.Role.EDITOR,
                by=STAFF,
                now=NOW,
            )
            accounts.accept_invitation(session, token, name="編集担当", password=PASSWORD, now=NOW)
            for number in range(WAITING):
                _hand_in(session, hub, number)
        app = create_app(settings())
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/desk/sign-in", data={"email": "editor@example.jp", "password": PASSWORD})
        full, empty = _in_turn(client)
    ratio = full / empty
    print(f"{WAITING} waiting {full * 1000:.1f} ms  empty page {empty * 1000:.1f} ms")
    print(f"ratio {ratio:.2f} (goal {GOAL:g})")
    return ratio > GOAL


def _hand_in(session: Session, hub: Hub, number: int) -> None:
    now = clock.now()
    day = clock.today() + timedelta(days=3 + number % 40)
    fields = {
        "title": f"親子のひろば {number}",
        "organiser": f"サロン{number % 30}",
        "place_name": f"会館{number % 20}",
        "date_1": day.isoformat(),
        "start_1": "10:00",
        "end_1": "11:30",
        "audience_text": "0歳児とその保護者",
        "fee_text": "無料",
        "contact_public": "045-000-0000",
    }
    draft = web_form.read_form(fields, today=clock.today(), zone=hub.zone)
    arrival = intake.Arrival(hub_id=hub.id, source=web_form.KEY, original={"fields": fields})
    hand_in(session, draft, arrival=arrival, by=STAFF, now=now)


def _in_turn(client: FlaskClient) -> tuple[float, float]:
    """Median server times, the two pages asked for in turn."""
    times: dict[str, list[float]] = {"/desk/queue": [], "/desk/queue?state=merged": []}
    for _ in range(ROUNDS):
        for path, measured in times.items():
            start = time.perf_counter()
            answer = client.get(path)
            measured.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.status_code
    full, empty = (statistics.median(measured) for measured in times.values())
    return full, empty


if __name__ == "__main__":
    main()
