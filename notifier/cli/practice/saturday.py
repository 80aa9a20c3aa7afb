"""Saturday: the edition goes by itself, a parent taps, a parent leaves, figures come back."""

import re
from pathlib import Path
from typing import Any

from notifier import editions, hubs, subscribers
from notifier.cli.practice import fill as world
from notifier.cli.practice.browser import Browser
from notifier.cli.practice.friday import NEW_FRIEND, NEW_READER, Friday
from notifier.cli.practice.mailbox import mails_to, recipients
from notifier.cli.practice.newsletter import newsletter
from notifier.cli.practice.stage import Stage, command, until
from notifier.cli.practice.table import Table
from notifier.kit.db import reading

FOUND = 302
PUBLISHED_YEAR = 2024  # the tables hold the published figures up to this fiscal year


def saturday(table: Table, here: Stage, before: Friday) -> None:
    """From the hour of sending to the figures."""
    judge(table, here, here.hub, before.edition_id)
    _nothing_elsewhere(table, here)
    _parent_taps(table, here, before)
    _parent_leaves(table, here)
    newsletter(table, here)
    _figures(table, here)


def judge(table: Table, here: Stage, slug: str, edition_id: int) -> None:
    """The fake platform and the mailbox are the judges: everyone once, nobody else."""
    until(lambda: _is_sent(slug, edition_id), "the edition to be sent by beat and workers")
    status = command("edition", "status", str(edition_id), "--hub", slug)
    line, email = status["channels"]["line"], status["channels"]["email"]
    got_line = {
        user: sum(times.values())
        for user, times in here.control.received(world.channel_id(slug), kind="multicast").items()
    }
    with reading() as session:
        hub = hubs.find_hub(session, slug)
        title = editions.find_edition(session, hub.id, edition_id).title
        readers = list(subscribers.export_readers(session, hub.id))
    friends = {row.address for row in readers if row.channel == "line"}
    mails = recipients(here.mail_dir, title)
    table.expect("line: readers the platform served", line["sent"], len(got_line))
    table.hold(
        "line: each exactly once",
        f"{len(got_line)} readers, most {max(got_line.values(), default=0)}",
        is_right=set(got_line.values()) == {1} and set(got_line) <= friends,
    )
    table.expect("mail: accepted = in the mailbox", email["sent"], len(mails))
    table.expect("mail: each exactly once", len(mails), len(set(mails)))
    table.expect(
        "nothing unknown or failed",
        0,
        sum(states[bad] for states in (line, email) for bad in ("unknown", "failed", "bounced")),
    )
    table.hold(
        "line: calls",
        f"{status['line_calls']} calls, {status['batches']} batches",
        is_right=status["line_calls"] <= status["batches"],
    )


def _nothing_elsewhere(table: Table, here: Stage) -> None:
    got = here.control.received(world.channel_id(here.other))
    table.expect("other hub: LINE messages", 0, len(got))
    table.expect(
        "other hub: mails to its readers",
        0,
        len([to for to in recipients(here.mail_dir, "号") if here.other in to]),
    )


def _parent_taps(table: Table, here: Stage, before: Friday) -> None:
    messages = here.control.messages(world.channel_id(here.hub), NEW_FRIEND)
    cards = [bubble for message in messages for bubble in _bubbles(message)]
    card = next((c for c in cards if before.title in str(c)), cards[0] if cards else {})
    found = re.search(r"https?://[^/]+(/r/[a-z0-9]+)", str(card))
    path = found[1] if found else "/r/none"
    parent = Browser(here.origin)
    table.expect("tap: redirected", FOUND, parent.look(path).status)
    page = parent.get(path)
    table.hold("tap: the event page", f"{page.status}", is_right=page.status == 200)  # noqa: PLR2004
    table.expect("tap: an unknown code", 404, parent.look("/r/zzzzzzzz").status)
    if before.title in page.text:
        calendar = parent.look(page.url.replace(here.origin, "") + ".ics")
        table.hold(
            "calendar: one event", str(calendar.status), is_right="BEGIN:VEVENT" in calendar.text
        )


def _parent_leaves(table: Table, here: Stage) -> None:
    mail = next(m for m in mails_to(here.mail_dir, NEW_READER) if m.one_click_url)
    path = mail.one_click_url.replace(here.origin, "")
    looked = Browser(here.origin).get(path)
    table.hold(
        "leave: a GET changes nothing",
        _state(here, NEW_READER),
        is_right=(
            looked.status == 200 and _state(here, NEW_READER) == "active"  # noqa: PLR2004
        ),
    )
    done = Browser(here.origin).post(path, {"List-Unsubscribe": "One-Click"})
    table.hold(
        "leave: one-click POST",
        f"{done.status} {_state(here, NEW_READER)}",
        is_right=(_state(here, NEW_READER) == "unsubscribed"),
    )


def _figures(table: Table, here: Stage) -> None:
    out = here.folder.parents[1] / "out" / "indicator-sheet.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    command(
        "indicators",
        "sheet",
        "--fiscal-year",
        str(PUBLISHED_YEAR),
        "--hub",
        here.hub,
        "--format",
        "html",
        "--out",
        str(out),
    )
    text = Path(out).read_text(encoding="utf-8")
    table.hold(
        "figures: sheet written",
        f"{out.name}, {len(text):,} characters",
        is_right=("1,164" in text and "143,499" in text),
    )


def _is_sent(slug: str, edition_id: int) -> bool:
    with reading() as session:
        hub = hubs.find_hub(session, slug)
        return (
            editions.find_edition(session, hub.id, edition_id).state is editions.EditionState.SENT
        )


def _state(here: Stage, address: str) -> str:
    with reading() as session:
        hub = hubs.find_hub(session, here.hub)
        found = subscribers.find_address(session, hub.id, channel="email", address=address)
        return found.state.value if found else "gone"


def _bubbles(message: dict[str, Any]) -> list[dict[str, Any]]:
    contents = message.get("contents") or {}
    return list(contents.get("contents", [contents] if contents else []))
