"""「通信」: the months, one issue with its items and dates, and its files."""

from datetime import date, timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import editions as rooms
from notifier import engagement
from notifier.editions import Edition, EditionState, Voice
from notifier.engagement import Opinion
from notifier.kit import clock
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db
from notifier.web.within_reach import within_reach

KIND = "newsletter"
SPECIAL = "special"
MONTHS_OFFERED = 4
MONTH_DAYS = 31
ANSWERS_OFFERED, ANSWERS_LOOKED_AT = 20, 500


@blueprint.get("/newsletter")
@require("edit")
def newsletters() -> str:
    """The months: the next one with its dates, those that can be begun, those there are."""
    return draw_list()


def draw_list(*, error: str = "") -> str:
    """The page; after a refused template with its sentence."""
    me, now = signed_in(), clock.now()
    this_month = clock.local(now, me.hub.zone).date().replace(day=1)
    made = rooms.editions(db(), me.hub.id, kind=KIND)
    specials = rooms.editions(db(), me.hub.id, kind=SPECIAL)
    begun = {one.on for one in made}
    coming = _month_after(this_month)
    months = [this_month]
    while len(months) < MONTHS_OFFERED:
        months.append(_month_after(months[-1]))
    steps = rooms.newsletter_steps(db(), me.hub, kind=KIND, month=coming, now=now)
    return render_template(
        "web/desk/newsletters.html",
        newsletters=sorted([*made, *specials], key=lambda one: (one.on, one.id), reverse=True),
        today=clock.local(now, me.hub.zone).date(),
        state_name=rooms.state_name,
        month=coming,
        months=[month for month in months if month not in begun],
        steps=steps,
        late=rooms.late(steps),
        error=error,
        has_template=rooms.has_template(me.hub.id, KIND),
        me=me,
        zone=me.hub.zone,
    )


@blueprint.post("/newsletter")
@require("edit")
def compose_newsletter() -> AnyResponse:
    """Make the draft of a month, or bring it up to date."""
    me, now = signed_in(), clock.now()
    month = _month(request.form.get("month", ""))
    made = rooms.compose(db(), me.hub, kind=KIND, on=month, by=me.actor, now=now)
    if made.state is not EditionState.DRAFT:
        flash(f"「{made.title}」は確定しているので、そのままです。")
    elif made.items:
        flash(f"「{made.title}」に、いまの掲載を取り込みました（{len(made.items)}件）。")
    else:
        flash(f"「{made.title}」の下書きを作りました。この月の掲載は、まだありません。")
    return redirect(url_for("desk.newsletter_page", edition_id=made.id))


@blueprint.post("/newsletter/special")
@require("edit")
def compose_special() -> AnyResponse:
    """Make the draft of a special issue of that day, or bring it up to date."""
    me, now = signed_in(), clock.now()
    on = _day(request.form.get("on", ""))
    made = rooms.compose(db(), me.hub, kind=SPECIAL, on=on, by=me.actor, now=now)
    flash(f"「{made.title}」の下書きです（{len(made.items)}件）。")
    return redirect(url_for("desk.newsletter_page", edition_id=made.id))


@blueprint.get("/newsletter/<int:edition_id>")
@require("edit")
def newsletter_page(edition_id: int) -> str:
    """One issue as it stands."""
    return draw(find(edition_id))


@blueprint.get("/newsletter/<int:edition_id>/<name>")
@require("edit")
def newsletter_file(edition_id: int, name: str) -> Response:
    """One of its files: docx, pdf or txt."""
    found = find(edition_id)
    made = rooms.print_files(db(), found, formats=[name], now=clock.now())[0]
    return as_file(made.data, made.filename, mime=made.content_type)


def find(edition_id: int) -> Edition:
    """That issue of this hub; an edition of another kind is not found here."""
    found = rooms.find_edition(db(), signed_in().hub.id, edition_id)
    if found.kind not in (KIND, SPECIAL):
        raise NotFoundError("この号は見つかりません。")
    return found


def draw(edition: Edition, *, error: str = "", typed: dict[str, str] | None = None) -> str:
    """The page; after a refused deed with its sentence and what was typed."""
    me, now = signed_in(), clock.now()
    view = rooms.newsletter_view(db(), edition, now=now)
    return render_template(
        "web/desk/newsletter.html",
        view=view,
        edition=edition,
        state_name=rooms.state_name(edition),
        me=me,
        error=error,
        typed=typed or {},
        late=rooms.late(view.steps),
        voices=rooms.voices_of(edition),
        answers=_answers(edition),
        most_voices=engagement.MOST_PRINTED,
        zone=view.hub.zone,
    )


def _answers(edition: Edition) -> list[tuple[Opinion, bool]]:
    """The newest published answers and those the draft tells, newest first; whether it tells them."""
    told = set(rooms.voices_of(edition))
    found = engagement.published_answers(db(), edition.hub_id, limit=ANSWERS_LOOKED_AT)
    pairs = [(one, Voice(said=one.said, did=one.did) in told) for one in found]
    return [pair for place, pair in enumerate(pairs) if pair[1] or place < ANSWERS_OFFERED]


def _month(typed: str) -> date:
    try:
        month = date.fromisoformat(f"{typed.strip()[:7]}-01")
    except ValueError as error:
        raise BadInputError("月を選んでください（例 2026-12）。", field="month") from error
    return within_reach(month, clock.today(signed_in().hub.zone), field="month")


def _day(typed: str) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadInputError("日付を選んでください（例 2026-12-01）。", field="on") from error
    return within_reach(day, clock.today(signed_in().hub.zone), field="on")


def _month_after(month: date) -> date:
    return (month + timedelta(days=MONTH_DAYS)).replace(day=1)
