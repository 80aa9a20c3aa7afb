"""``notifier edition …``: compose, show, approve, files, send, stop and status."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from notifier import accounts, audit, delivery, editions, hubs
from notifier.audit import Actor
from notifier.cli.common import NUMBER, emit, hub_option, json_option, machine_actor, pick_hub
from notifier.cli.edition_words import say_edition, say_odd_day
from notifier.cli.tick import parse_moment
from notifier.editions import Paper
from notifier.flows.compose import compose as compose_all
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import NotAllowedError, UnavailableError

MONTH_DAYS = 31


@click.group()
def command() -> None:
    """Compose, show, approve, print, send and stop editions."""


@command.command()
@click.argument("kind", type=click.Choice(sorted(editions.KINDS)))
@click.option("--on", "on_text", default=None, help="the day of the edition (YYYY-MM-DD)")
@hub_option
@json_option
def compose(kind: str, on_text: str | None, hub_slug: str | None, as_json: bool) -> None:
    """Compose the draft of a day; composing twice gives the same draft."""
    with writing() as session:
        hub = pick_hub(session, hub_slug)
        on = _day(on_text) or _next_day(hub, kind)
        edition = compose_all(session, hub, kind=kind, on=on, by=machine_actor(), now=clock.now())
        session.flush()
        odd, seen = say_odd_day(edition, hub), _look(session, hub, edition)
    if odd:
        click.echo(odd, err=True)
    _print(seen, as_json=as_json)


@command.command()
@click.argument("edition_id", type=NUMBER)
@hub_option
@json_option
def show(edition_id: int, hub_slug: str | None, as_json: bool) -> None:
    """What an edition holds and whom it would reach; once it is on its way, whom it was sent to."""
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        seen = _look(session, hub, edition)
    _print(seen, as_json=as_json)


@command.command()
@click.argument("edition_id", type=NUMBER)
@click.option("--by", "email", required=True, help="the publisher's address")
@click.option("--late", is_flag=True, help="its day is over: send it to who has not got it")
@hub_option
@json_option
def approve(edition_id: int, email: str, late: bool, hub_slug: str | None, as_json: bool) -> None:
    """Approve: the content freezes, the undo time starts."""
    with writing() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        by = staff_named(session, hub, email, right="approve_edition")
        version, now = edition.version, clock.now()
        editions.approve(session, edition, version=version, by=by, now=now, late=late)
        seen = _look(session, hub, edition)
    _print(seen, as_json=as_json)


@command.command()
@click.argument("edition_id", type=NUMBER)
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False),
    help="the folder to write into",
)  # fmt: skip
@hub_option
@json_option
def files(edition_id: int, folder: Path, hub_slug: str | None, as_json: bool) -> None:
    """Write the files of a printed edition: Word, PDF and the text twin."""
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        made = editions.print_files(session, edition, now=clock.now())
        paper = editions.paper_as_it_stands(session, edition, now=clock.now())
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for one in made:
        path = folder / one.filename
        path.write_bytes(one.data)
        rows.append({"format": one.format, "path": str(path), "bytes": len(one.data),
                     "pages": one.pages})  # fmt: skip
    pages = next((one.pages for one in made if one.pages), None)
    warnings = list(editions.all_sentences(paper, pages)) if isinstance(paper, Paper) else []
    emit(
        {"id": edition_id, "files": rows, "warnings": warnings},
        as_json=as_json,
        text="\n".join([*(str(row["path"]) for row in rows), *warnings]),
    )


@command.command()
@click.argument("edition_id", type=NUMBER)
@click.option("--at", "at_text", default=None, help="when to send instead of the schedule")
@click.option("--no-undo", is_flag=True, help="do not wait for the undo time")
@click.option("--by", "email", default=None, help="the publisher's address (needed for --at)")
@hub_option
@json_option
def send(
    edition_id: int,
    at_text: str | None,
    no_undo: bool,
    email: str | None,
    hub_slug: str | None,
    as_json: bool,
) -> None:
    """Send an approved edition off its schedule; waits for a second publisher by default."""
    with writing() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        by = staff_named(session, hub, email, right="send") if email else machine_actor()
        asked, now = parse_moment(at_text), clock.now()
        if asked is not None:  # as it was typed, before the undo time moves it
            editions.check_ahead(hub, asked, now=now)
        send_at = asked or now
        if not no_undo and edition.approved_at is not None:
            send_at = max(send_at, edition.approved_at + timedelta(minutes=hub.undo_minutes))
        editions.reschedule(session, edition, send_at=send_at, by=by, now=now)
        seen = _look(session, hub, edition)
    _print(seen, as_json=as_json)


@command.command()
@click.argument("edition_id", type=NUMBER)
@hub_option
@json_option
def stop(edition_id: int, hub_slug: str | None, as_json: bool) -> None:
    """Stop an edition, also between two messages."""
    with writing() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        editions.stop(session, edition, by=machine_actor(), now=clock.now())
        data = delivery.status(session, edition)
    emit(data, as_json=as_json, text=f"{edition.title}を停止しました。")


@command.command()
@click.argument("edition_id", type=NUMBER)
@hub_option
@json_option
def status(edition_id: int, hub_slug: str | None, as_json: bool) -> None:
    """The one line of truth: counts per channel and state."""
    with reading() as session:
        hub = pick_hub(session, hub_slug)
        edition = editions.find_edition(session, hub.id, edition_id)
        data = delivery.status(session, edition)
        lines = [f"{edition.title}: {editions.state_name(edition)}（{edition.state.value}）"]
        lines += [edition.reason] if edition.reason else []
        lines += [
            f"  {channel}: "
            + (" ".join(f"{state} {n}" for state, n in states.items() if n) or "まだありません")
            for channel, states in data["channels"].items()
        ]
        emit(data, as_json=as_json, text="\n".join(lines))


def staff_named(session: Session, hub: hubs.Hub, email: str, *, right: accounts.Right) -> Actor:
    """The staff member with that address, who must have the right in this hub.

    The trail says that a command on the machine borrowed the name.
    """
    staff = accounts.staff_by_email(session, hub.id, email)
    role = accounts.role_in(session, staff.id, hub.id) if staff else None
    if staff is None or role is None or not accounts.may(role, right):
        raise NotAllowedError("その人は、この拠点でこの操作をする権限がありません。")
    machine = machine_actor()
    audit.write(
        session,
        f"{machine.label}のコマンドが、{staff.name}の名前を使いました。",
        verb="command_in_name_of",
        subject=("staff", staff.id),
        hub_id=hub.id,
        by=machine,
        now=clock.now(),
    )
    return accounts.staff_actor(staff)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.UsageError(f"日付を読めません: {value}（例 2026-11-21）") from error


def _next_day(hub: hubs.Hub, kind: str) -> date:
    """The day of the coming edition: the next slot, the month after this one, or for other papers
    today.
    """
    if not editions.kind_of(kind).is_sent and not editions.kind_of(kind).is_monthly:
        return clock.today(hub.zone)
    if editions.kind_of(kind).is_monthly:
        this_month = clock.today(hub.zone).replace(day=1)
        return (this_month + timedelta(days=MONTH_DAYS)).replace(day=1)
    slot: datetime = hubs.next_weekly_slot(hub, after=clock.now())
    return clock.local(slot, hub.zone).date()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is said of an edition, and the account whose messages it takes."""

    hub: hubs.Hub
    edition: editions.Edition
    data: dict[str, Any]
    channel: hubs.LineChannel | None


def _look(session: Session, hub: hubs.Hub, edition: editions.Edition) -> _Seen:
    data = {
        "id": edition.id,
        "kind": edition.kind,
        "on": edition.on.isoformat(),
        "state": edition.state.value,
        "listings": sum(not item.is_dropped for item in edition.items),
        **_readers(session, edition),
        "send_at": edition.send_at,
    }
    channel = hubs.line_channel(session, hub.id, hubs.ChannelPurpose.READERS)
    return _Seen(hub, edition, data, channel)


def _print(seen: _Seen, *, as_json: bool) -> None:
    """Once all is committed: nobody waits for the database while LINE answers."""
    data = seen.data | {"quota": _quota(seen.channel)}
    emit(data, as_json=as_json, text=say_edition(seen.edition, seen.hub, data))


def _readers(session: Session, edition: editions.Edition) -> dict[str, Any]:
    """``counted`` says which: "sent" from the ledger, or "would_get_it" by today's readers."""
    if edition.has_begun:
        sent = delivery.told(session, edition)
        line, email, groups, counted = sent.line, sent.email, sent.content_groups, "sent"
    else:
        now = clock.now()
        hearing = delivery.hearing_of(session, edition, now=now)
        reach = editions.reach(session, edition, now=now, hearing=hearing)
        line, email, groups = reach.line, reach.email, reach.content_groups
        counted = "would_get_it"
    return {
        "counted": counted,
        "readers": {"line": line, "email": email},
        "content_groups": groups,
        "line_messages": line,
    }


def _quota(channel: hubs.LineChannel | None) -> dict[str, int | None]:
    """LINE's own figures; None when LINE does not answer or no account is set up."""
    if channel is None:
        return {"used": None, "limit": None, "left": None}
    try:
        view = delivery.ask_quota(channel, now=clock.now())
    except UnavailableError:
        return {"used": None, "limit": None, "left": None}
    return {"used": view.used, "limit": view.limit, "left": view.left}
