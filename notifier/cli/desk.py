"""``notifier desk list | approve | reject | ask``: the queue without a browser."""

from collections.abc import Callable, Iterator
from typing import Any

import click
from sqlalchemy.orm import Session

from notifier import editorial
from notifier.accounts import may, role_in, staff_actor, staff_by_email
from notifier.audit import Actor
from notifier.cli.common import EXIT_FAILED, NUMBER, emit, hub_option, json_option, pick_hub
from notifier.editorial import OPEN, CardView, Case, CaseState
from notifier.kit import clock, db
from notifier.kit.errors import NotAllowedError, NotifierError

AT_ONCE = 200
by_option = click.option("--by", "email", required=True, help="the staff member who decides")


@click.group()
def command() -> None:
    """The queue without a browser."""


@command.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in CaseState]), default=None)
@hub_option
@json_option
def list_cases(state: str | None, hub_slug: str | None, as_json: bool) -> None:
    """The cases of one state (default: everything not decided), most urgent first."""
    with db.reading() as session:
        hub = pick_hub(session, hub_slug)
        found = [_plain(card) for card in _all_cards(session, hub.id, state)]
    text = "\n".join(_line(row) for row in found) or "何もありません。"
    emit(found, as_json=as_json, text=text)


@command.command()
@click.argument("ids", nargs=-1, type=NUMBER)
@click.option("--clean", is_flag=True, help="everything waiting whose checks found nothing to ask")
@by_option
@hub_option
@json_option
def approve(
    ids: tuple[int, ...], clean: bool, email: str, hub_slug: str | None, as_json: bool
) -> None:
    """Approve cases. Naming an id says that its checks were read; what must be mended stays."""
    if bool(ids) == clean:
        raise click.UsageError("受付番号（ID）か --clean の、どちらか一方を指定してください。")
    with db.reading() as session:
        hub_id = pick_hub(session, hub_slug).id
        _judge(session, hub_id, email)
        wanted = _clean_ids(session, hub_id) if clean else ids
    errors = [error for number in wanted if (error := _approve(hub_id, number, email, clean=clean))]
    with db.reading() as session:
        left = sum(editorial.counts(session, hub_id)[one] for one in OPEN)
    done = len(wanted) - len(errors)
    for error in errors:
        click.echo(f"受付番号{error['id']}: {error['message']}", err=True)
    data = {"approved": done, "left": left, "errors": errors}
    emit(data, as_json=as_json, text=f"{done}件を掲載しました。残りは{left}件です。")
    if errors and not clean:
        raise SystemExit(EXIT_FAILED)


@command.command()
@click.argument("case_id", metavar="ID", type=NUMBER)
@click.option("--reason", required=True, help="told to the group")
@by_option
@hub_option
@json_option
def reject(case_id: int, reason: str, email: str, hub_slug: str | None, as_json: bool) -> None:
    """Refuse a case with a reason."""

    def act(session: Session, case: Case, by: Actor) -> None:
        editorial.reject(session, case, reason=reason, version=case.version, by=by, now=clock.now())

    _one(case_id, email, hub_slug, act, as_json=as_json)


@command.command()
@click.argument("case_id", metavar="ID", type=NUMBER)
@click.option("--question", required=True, help="what the group is asked")
@click.option("--field", default="", help="the field the answer fills, e.g. fee_text")
@by_option
@hub_option
@json_option
def ask(
    case_id: int, question: str, field: str, email: str, hub_slug: str | None, as_json: bool
) -> None:
    """Ask the group one question."""

    def act(session: Session, case: Case, by: Actor) -> None:
        editorial.ask(
            session,
            case,
            message=question,
            field=field,
            version=case.version,
            by=by,
            now=clock.now(),
        )

    _one(case_id, email, hub_slug, act, as_json=as_json)


def _judge(session: Session, hub_id: int, email: str) -> Actor:
    staff = staff_by_email(session, hub_id, email)
    role = role_in(session, staff.id, hub_id) if staff else None
    if staff is None or role is None or not may(role, "judge"):
        raise NotAllowedError(
            f"{email} は、この拠点で掲載を判断できる職員ではありません。"
            "notifier staff invite で招くか、別の人を --by で指定してください。"
        )
    return staff_actor(staff)


def _all_cards(session: Session, hub_id: int, state: str | None) -> Iterator[CardView]:
    number, pages = 1, 1
    while number <= pages:
        page = editorial.queue(
            session, hub_id, state=state, page=number, per_page=AT_ONCE, now=clock.now()
        )
        yield from page.cards
        number, pages = number + 1, page.pages


def _clean_ids(session: Session, hub_id: int) -> tuple[int, ...]:
    cards = _all_cards(session, hub_id, CaseState.WAITING.value)
    return tuple(card.id for card in cards if editorial.is_clean(list(card.checks)))


def _approve(hub_id: int, number: int, email: str, *, clean: bool) -> dict[str, Any] | None:
    """Approve one case in a transaction of its own; what is wrong with it, or None."""
    try:
        with db.writing() as session:
            by, now = _judge(session, hub_id, email), clock.now()
            case = editorial.find_case(session, hub_id, number)
            asks = () if clean else tuple(c.key for c in editorial.check(session, case, now=now))
            editorial.approve(session, case, version=case.version, by=by, now=now, despite=asks)
    except NotifierError as error:
        return {"id": number, "message": str(error)}
    return None


def _one(
    case_id: int,
    email: str,
    hub_slug: str | None,
    act: Callable[[Session, Case, Actor], None],
    *,
    as_json: bool,
) -> None:
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        by = _judge(session, hub.id, email)
        case = editorial.find_case(session, hub.id, case_id)
        act(session, case, by)
        name = editorial.STATE_NAMES[case.state]
        data = {"id": case.id, "state": case.state.value, "title": case.draft.title}
    emit(data, as_json=as_json, text=f"受付番号{case_id}は「{name}」になりました。")


def _plain(card: CardView) -> dict[str, Any]:
    return {
        "id": card.id,
        "state": card.state.value,
        "title": card.draft.title,
        "group": card.group,
        "source": card.source,
        "received_at": card.received_at.isoformat(),
        "checks": [{"key": c.key, "level": c.level, "message": c.message} for c in card.checks],
        "occurrences": [
            {
                "starts_at": row.starts_at.isoformat(),
                "ends_at": row.ends_at.isoformat() if row.ends_at else None,
            }
            for row in card.draft.occurrences
        ],
    }


def _line(row: dict[str, Any]) -> str:
    marks = {"stop": "✕", "ask": "？"}
    said = [f"    {marks[c['level']]} {c['message']}" for c in row["checks"] if c["level"] in marks]
    head = f"{row['id']:>6}  {row['title'] or '（行事名なし）'}  {row['group']}  [{row['state']}]"
    return "\n".join([head, *said])
