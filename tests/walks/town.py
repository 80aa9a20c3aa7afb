"""A town of two hubs: the pages served on loopback, the simulator and the mailbox outside, one clock.

A story enters by the pages or by the phone, moves ``now``, calls ``tick`` and reads what pages,
phones and the mailbox show. It never looks into a table.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import notifier.cli.practice.fill as practice
from notifier.cli.practice.browser import Browser, Page
from notifier.cli.practice.mailbox import link_in, mails_to
from notifier.cli.practice.stage import free_port
from notifier.config import settings
from notifier.flows.tick import TickReport, tick
from notifier.kit import clock
from notifier.simulator import Control, list_mails, read_mail, thread
from notifier.simulator.maildir import Mail
from notifier.simulator.server import open_server
from tests.fakes.application import own_app
from tests.walks.laid_out import fill
from tests.walks.phones import HERE, OK, Phones
from tests.walks.world import set_environment

NEXT_DOOR = "kohoku"
NEXT_DOORS_WORDS = ("つなしま", "綱島", "ひよし", "日吉", "港北", "kohoku")
PUBLIC = ("", "calendar.ics", "feed.xml", "events.csv", "events.json")
DESK = (
    "/desk/",
    "/desk/queue",
    "/desk/queue?state=approved",
    "/desk/listings",
    "/desk/editions",
    "/desk/groups",
    "/desk/places",
    "/desk/import",
    "/admin/log",
    "/admin/staff",
)


@dataclass
class Town(Phones):
    """What a story holds in its hands."""

    origin: str
    mail_dir: Path
    control: Control
    now: datetime
    _signed_in: dict[tuple[str, str], Browser] = field(default_factory=dict)

    def visitor(self) -> Browser:
        """Somebody's browser, nobody signed in."""
        return Browser(self.origin)

    def staff(self, role: str, hub: str = HERE) -> Browser:
        """A staff member who signed in by the form; the same browser the next time."""
        if (role, hub) not in self._signed_in:
            browser = self.visitor()
            page = browser.send(
                browser.get("/desk/sign-in"),
                "sign-in",
                email=practice.address(role, hub),
                password=practice.password(hub),
            )
            assert page.status == OK
            self._signed_in[role, hub] = browser
        return self._signed_in[role, hub]

    def tick(self) -> TickReport:
        """Everything due now, without a broker."""
        report = tick(now_fn=lambda: self.now)
        assert report.errors == {}
        return report

    def at(self, moment: datetime) -> None:
        """Move every clock to ``moment`` and let the service do what is due."""
        self.now = moment
        self.tick()

    def mails(self, address: str) -> list[Mail]:
        """The mails to one address, newest first."""
        return mails_to(self.mail_dir, address)

    def link(self, address: str, part: str) -> str:
        """The path of the link in the newest mail to ``address`` that holds ``part``."""
        return link_in(self.mails(address)[0], part)

    def subjects(self, part: str) -> list[str]:
        """Who got a mail whose subject holds ``part``."""
        heads = list_mails(self.mail_dir, limit=10_000) if self.mail_dir.exists() else []
        return sorted(head.to for head in heads if part in head.subject)

    def hand_in(
        self, title: str, day: date, *, hub: str = HERE, email: str = "", **more: Any
    ) -> Page:
        """A group sends an item by the form; ``more`` changes or adds boxes."""
        group = self.visitor()
        boxes = {
            "title": title,
            "organiser": "うめの会",
            "place_name": "うめ会館",
            "date_1": day.isoformat(),
            "start_1": "10:00",
            "end_1": "11:00",
            "audience_text": "どなたでも",
            "fee_text": "無料",
            "apply_text": "申込不要",
            "contact_public": "うめの会 045-000-0009",
            "body": "みんなで歩きます。",
            "email": email,
        }
        done = group.send(group.get(f"/{hub}/submit"), "submit", **(boxes | more))
        assert done.status == OK, done.text
        self.tick()
        return done

    def case_of(self, title: str, hub: str = HERE, *, state: str = "waiting") -> Page:
        """The desk's page of the case with that title; where none is said, of a waiting one."""
        desk = self.staff("editor", hub)
        queue = desk.get(f"/desk/queue?state={state}").text + desk.get("/desk/queue").text
        cards = re.findall(r'href="(/desk/cases/\d+)[^"]*"[^>]*>([^<]*)<', queue)
        path = next(path for path, words in cards if title in words)
        return desk.get(path)

    def approve(self, title: str, hub: str = HERE, *, role: str = "editor") -> Page:
        """Somebody approves a case, every check looked at."""
        desk = self.staff(role, hub)
        page = desk.get(urlsplit(self.case_of(title, hub).url).path)
        despite = re.findall(r'name="despite" value="([^"]+)"', page.text)
        done = desk.send(page, "/approve", despite=despite)
        assert done.status == OK, done.text
        return done

    def public(self, hub: str = HERE) -> str:
        """All public pages and files of a hub, as one text."""
        return "\n".join(self.visitor().get(f"/{hub}/{name}").text for name in PUBLIC)

    def event_path(self, title: str, hub: str = HERE) -> str:
        """The address of the public page of an item."""
        home = self.visitor().get(f"/{hub}/").text
        found = re.search(rf'href="(/{hub}/events/\d+)"[^>]*>\s*(?:<[^>]+>\s*)*{title}', home)
        assert found, f"{title} is not on the public page"
        return found[1]

    def edition(self, hub: str = HERE) -> tuple[str, Page]:
        """The publisher opens the newest edition: its path and its page."""
        desk = self.staff("publisher", hub)
        found = re.search(r"/desk/editions/\d+", desk.get("/desk/editions").text)
        assert found, "no edition was proposed"
        return found[0], desk.get(found[0])

    def edition_that_is(self, state: str, hub: str = HERE) -> str:
        """The path of the newest edition that the list shows in that state."""
        rows = self.staff("publisher", hub).get("/desk/editions").text.split("<tr")
        row = next(row for row in rows if state in row and "/desk/editions/" in row)
        found = re.search(r"/desk/editions/\d+", row)
        assert found
        return found[0]

    def press(self, deed: str, hub: str = HERE, **fields: Any) -> Page:
        """The publisher presses a button of the newest edition."""
        _, page = self.edition(hub)
        return self.staff("publisher", hub).send(page, deed, **fields)

    def refresh_edition(self, hub: str = HERE) -> None:
        """Take in what was approved since the edition was composed."""
        _, page = self.edition(hub)
        self.staff("publisher", hub).send(page, "/desk/editions")

    def assert_apart(self, ours: str) -> None:
        """Nothing of the neighbour stands in our pages and messages, and ``ours`` not in theirs."""
        for hub, words in ((HERE, NEXT_DOORS_WORDS), (NEXT_DOOR, (ours,))):
            shown = {name: self.visitor().get(f"/{hub}/{name}").text for name in PUBLIC}
            desk = self.staff("admin", hub)
            shown |= {path: desk.get(path).text for path in DESK}
            shown |= {f"mail {mail.key}": _whole(mail) for mail in self._mails_of(hub)}
            for row in self.control.log(practice.channel_id(hub)):
                shown[f"LINE {row['id']}"] = str(row["messages"])
            for where, text in shown.items():
                for word in words:
                    assert word not in text, f"{word} of the other hub in {where} of {hub}"

    def _mails_of(self, hub: str) -> list[Mail]:
        heads = list_mails(self.mail_dir, limit=10_000) if self.mail_dir.exists() else []
        keys = [head.key for head in heads if f"@{hub}." in head.sender]
        return [read_mail(self.mail_dir, key) for key in keys]


@contextmanager
def town(
    folder: Path, schema_url: str, monkeypatch: pytest.MonkeyPatch, *, now: datetime
) -> Iterator[Town]:
    """The town, filled with the practice world of two hubs; readers live next door only."""
    origin = f"http://127.0.0.1:{free_port()}"
    made = Town(origin, folder / "mail", Control(""), now)
    monkeypatch.setattr(clock, "now", lambda: made.now)
    simulator = thread.start(
        database=folder / "simulator.sqlite3", mail_dir=made.mail_dir, clock=lambda: made.now
    )
    made.control = Control(simulator.url)
    set_environment(
        monkeypatch,
        {
            "NOTIFIER_DATABASE_URL": schema_url,
            "NOTIFIER_BASE_URL": origin,
            "NOTIFIER_VAR_DIR": str(folder),
            "NOTIFIER_MEDIA_DIR": str(folder / "media"),
            "NOTIFIER_BROKER_URL": "embedded",  # not running: the ticks run inline
            "NOTIFIER_PRACTICE": "1",
            "NOTIFIER_SMTP_URL": f"maildir:{made.mail_dir}",
            "NOTIFIER_LINE_API_URL": simulator.url,
            "NOTIFIER_LINE_DATA_API_URL": simulator.url,
        },
    )
    stop = _serve(origin)
    try:
        fill(now=now)
        yield made
    finally:
        stop()
        simulator.stop()
        settings.cache_clear()


def local(day: date, words: str) -> datetime:
    """「10:00」 of ``day`` on the hubs' wall."""
    return clock.at(day, time.fromisoformat(words))


def _serve(origin: str) -> Callable[[], None]:
    """Serve the pages in a thread; returns what stops it."""
    server = open_server("127.0.0.1", int(origin.rpartition(":")[2]), own_app(settings()))
    serving = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="pages", daemon=True
    )
    serving.start()

    def stop() -> None:
        server.shutdown()
        serving.join()
        server.server_close()

    return stop


def _whole(mail: Mail) -> str:
    return "\n".join([mail.subject, str(mail.headers), mail.plain, mail.html])
