"""A submitter's own page ``/<hub>/g/<token>``: follow, answer, mend, take back, repeat."""

from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, hubs, intake, mailroom
from notifier.audit import Actor
from notifier.flows.answer import answer
from notifier.flows.own_state import as_known
from notifier.flows.take_back import take_back
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError, NotFoundError, TooManyError
from notifier.kit.text import clean, one_line
from notifier.mailroom import BadAddressError, mail_address
from notifier.web.headers import keep_private
from notifier.web.session import db, hub_of, keep_changes
from notifier.web.submit import blueprint
from notifier.web.submit.form import form_page, try_to_send
from notifier.web.submit.item_form import filled_from, typed_in
from notifier.web.submit.own_items import own_items
from notifier.web.submit.prefill import fields_of, for_next_month
from notifier.web.submit.receipt import group_of, may_mail, may_send

CODES, DAY = 10, timedelta(days=1)
RENEWED_IN_LINE = (
    "いままでのリンクを使えなくしました。新しいリンクは、LINEで「状態」と送ると届きます。"
)
SAME_ANSWER = (
    "そのアドレスで届いた情報があれば、新しいリンクをメールで送りました。"
    "10分ほど待っても届かないときは、拠点にお電話ください。"
)


@blueprint.get("/<hub_slug>/g/")
def lost_link(hub_slug: str) -> ResponseReturnValue:
    """Ask for a new link by mail."""
    return _lost(hub_of(hub_slug))


@blueprint.post("/<hub_slug>/g/")
def new_link(hub_slug: str) -> ResponseReturnValue:
    """The same answer for known and unknown addresses; a known one gets a mail."""
    hub = hub_of(hub_slug)
    words = request.form.get("email", "")
    try:
        email = mail_address.normalise(words)
    except BadAddressError as error:
        return _lost(hub, typed=words, error=str(error)), 422
    if may_send() and may_mail(hub, email) and intake.is_known_sender(db(), hub.id, email):
        intake.mail_link(db(), hub, email=email, occasion="submitter_link", now=clock.now())
    return _lost(hub, said=SAME_ANSWER)


@blueprint.get("/<hub_slug>/g/<token>")
def mine(hub_slug: str, token: str) -> ResponseReturnValue:
    """My items with plain states."""
    hub = hub_of(hub_slug)
    try:
        link = intake.open_link(db(), hub.id, token, now=clock.now())
    except intake.SubmitterLinkError as error:
        return _lost(hub, gone=str(error)), 410
    return _page(hub, token, link)


@blueprint.post("/<hub_slug>/g/<token>/answer/<int:question_id>")
def give_answer(hub_slug: str, token: str, question_id: int) -> ResponseReturnValue:
    """Answer one question."""
    hub, link = hub_of(hub_slug), _link(hub_slug, token)
    question = intake.find_question(db(), hub.id, question_id)
    submission = intake.own_submission(db(), link, question.submission_id)
    try:
        answer(
            db(), question, request.form.get("answer", ""), by=_actor(submission), now=clock.now()
        )
    except BadInputError as error:
        return _page(hub, token, link, wrong={question_id: str(error)}), 422
    flash("お返事を受け取りました。ありがとうございます。")
    return _back(hub, token)


@blueprint.post("/<hub_slug>/g/<token>/withdraw/<int:submission_id>")
def withdraw(hub_slug: str, token: str, submission_id: int) -> ResponseReturnValue:
    """Take an item back: withdrawn before it is published, cancelled afterwards."""
    hub, link = hub_of(hub_slug), _link(hub_slug, token)
    submission = intake.own_submission(db(), link, submission_id)
    reason = clean(request.form.get("reason", ""))[:200]
    done = take_back(db(), submission, reason=reason, by=_actor(submission), now=clock.now())
    if done == "cancelled":
        flash("中止のお知らせを出しました。予定には「中止」と表示されます。")
    else:
        flash("取り下げました。掲載されません。")
    return _back(hub, token)


@blueprint.route("/<hub_slug>/g/<token>/correct/<int:submission_id>", methods=["GET", "POST"])
def correct(hub_slug: str, token: str, submission_id: int) -> ResponseReturnValue:
    """Mend an item: a new version that the desk checks before it replaces the old one."""
    return _edit(hub_slug, token, submission_id, repeat=False)


@blueprint.route("/<hub_slug>/g/<token>/repeat/<int:submission_id>", methods=["GET", "POST"])
def repeat(hub_slug: str, token: str, submission_id: int) -> ResponseReturnValue:
    """「来月も同じ」: the same item with next month's dates, as a new one."""
    return _edit(hub_slug, token, submission_id, repeat=True)


@blueprint.post("/<hub_slug>/g/<token>/renew")
def renew(hub_slug: str, token: str) -> ResponseReturnValue:
    """Make all links to this sender worthless; a new one is mailed, or waits in LINE."""
    hub, link = hub_of(hub_slug), _link(hub_slug, token)
    if link.line_sender_id is not None:
        sender = directory.get_line_sender(db(), hub.id, link.line_sender_id)
        intake.revoke_line_links(db(), sender, now=clock.now())
        return _lost(hub, said=RENEWED_IN_LINE)
    intake.revoke_links(db(), hub.id, email=link.email, now=clock.now())
    intake.mail_link(db(), hub, email=link.email, occasion="submitter_link", now=clock.now())
    return _lost(hub, said="いままでのリンクを使えなくして、新しいリンクをメールで送りました。")


@blueprint.post("/<hub_slug>/g/<token>/line-code")
def line_code(hub_slug: str, token: str) -> ResponseReturnValue:
    """A code that connects her LINE with her group; shown once, on this very page."""
    hub, link = hub_of(hub_slug), _link(hub_slug, token)
    group = _may_connect(hub, link)
    if group is None:
        raise NotFoundError("このページからは、LINEとつなぐ番号を出せません。")
    if not mailroom.allow(
        db(), purpose="line-code-page", key=str(link.id), limit=CODES, window=DAY, now=clock.now()
    ):
        raise TooManyError("きょうはもう何度も番号を出しています。あした、もう一度お試しください。")
    _, code = directory.issue_line_code(
        db(),
        group,
        email=link.email,
        life=directory.OWN_PAGE,
        by=Actor("group", group.name),
        now=clock.now(),
    )
    return _page(hub, token, link, code=code)


@blueprint.after_request
def _private(response: Response) -> Response:
    """Pages behind a link are never kept, indexed or told to others."""
    view = (request.endpoint or "").removeprefix("submit.")
    return response if view in ("form", "send", "done") else keep_private(response)


def _edit(hub_slug: str, token: str, submission_id: int, *, repeat: bool) -> ResponseReturnValue:
    hub, link = hub_of(hub_slug), _link(hub_slug, token)
    old = intake.own_submission(db(), link, submission_id)
    heading = "来月も同じ内容で送る" if repeat else "送った内容を直す"
    follows = None if repeat else old
    if request.method == "GET":
        known = as_known(db(), old)
        if repeat:
            fields = for_next_month(old, hub, today=clock.today(hub.zone), known=known)
        else:
            fields = fields_of(old, hub, known=known)
        return form_page(hub, filled_from(fields), title=heading, follows=follows, is_own=True)
    typed = typed_in(request.form, hub)
    receipt = try_to_send(hub, typed, follows=follows, link=link)
    if receipt is None:
        keep_changes()
        return form_page(hub, typed, title=heading, follows=follows, is_own=True), 422
    if receipt.outcome == "duplicate":
        flash("前と同じ内容でした。新しく送る必要はありません。")
    else:
        flash("受け取りました。拠点が確かめてから掲載します。")
    return _back(hub, token)


def _link(hub_slug: str, token: str) -> intake.SubmitterLink:
    """The living link; an act through it proves the address."""
    link = intake.open_link(db(), hub_of(hub_slug).id, token, now=clock.now())
    if request.method == "POST":
        intake.note_use(db(), link, now=clock.now())
    return link


def _actor(submission: intake.Submission) -> Actor:
    return Actor("group", one_line(submission.draft.organiser)[:100] or "投稿者")


def _may_connect(hub: Hub, link: intake.SubmitterLink) -> directory.Group | None:
    """The group a code may be given for: the address is its contact's, and the hub has the account."""
    if link.line_sender_id is not None or hubs.line_channel(db(), hub.id, "groups") is None:
        return None
    return group_of(link)


def _page(
    hub: Hub,
    token: str,
    link: intake.SubmitterLink,
    *,
    wrong: dict[int, str] | None = None,
    code: str = "",
) -> str:
    return render_template(
        "web/submit/mine.html",
        hub=hub,
        token=token,
        items=own_items(db(), hub, link, now=clock.now()),
        wrong=wrong or {},
        typed=request.form.get("answer", ""),
        by_line=link.line_sender_id is not None,
        connects=_may_connect(hub, link),
        code=code,
        until=clock.local(link.expires_at, hub.zone).date(),
    )


def _lost(hub: Hub, *, typed: str = "", error: str = "", said: str = "", gone: str = "") -> str:
    return render_template(
        "web/submit/lost_link.html", hub=hub, typed=typed, error=error, said=said, gone=gone
    )


def _back(hub: Hub, token: str) -> ResponseReturnValue:
    return redirect(url_for("submit.mine", hub_slug=hub.slug, token=token))
