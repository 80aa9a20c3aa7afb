"""What is done with a form that can be sent: the flow, the mail, the caps."""

from dataclasses import replace
from datetime import timedelta

from flask import request
from werkzeug.datastructures import FileStorage

from notifier import directory, intake, mailroom
from notifier.audit import Actor
from notifier.flows.hand_in import hand_in
from notifier.flows.may_write_to import may_write_to
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import one_line
from notifier.mailroom import mail_address
from notifier.web.session import db
from notifier.web.submit.item_form import Typed, read
from notifier.web.visitor import visitor

PER_IP = 30
HOUR = timedelta(hours=1)
MAX_FILES = 2


def sent_files(typed: Typed) -> tuple[intake.File, ...]:
    """The files chosen in the form; too many are said beside the box, none is left out unsaid."""
    posted: list[FileStorage] = request.files.getlist("flyer")
    chosen = [one for one in posted if one.filename]
    if len(chosen) > MAX_FILES:
        typed.errors["flyer"] = (
            f"ちらしは{MAX_FILES}つまでです（いま{len(chosen)}つ）。"
            f"{MAX_FILES}つを選び直してください。残りは、もう一度このページから送れます。"
        )
    return tuple(intake.File(one.filename or "", one.stream.read()) for one in chosen[:MAX_FILES])


def may_send() -> bool:
    """Whether this visitor has not sent too often lately; the asking counts."""
    return mailroom.allow(
        db(),
        purpose="submit-ip",
        key=visitor(),
        limit=PER_IP,
        window=HOUR,
        now=clock.now(),
    )


def may_mail(hub: Hub, email: str) -> bool:
    """Whether this address was not written to too often today; the asking counts."""
    return may_write_to(db(), hub, email, now=clock.now())


def submit_item(
    hub: Hub,
    typed: Typed,
    files: tuple[intake.File, ...],
    *,
    follows: intake.Submission | None = None,
    link: intake.SubmitterLink | None = None,
) -> intake.Receipt:
    """Hand the item in.

    ``follows`` is the submission it corrects (it keeps that one's id and so becomes its
    revision); ``link`` proves an address. Without one the sender is unverified, and the mail they
    get tells nothing of what was typed.
    """
    draft = read(typed, hub)
    arrival = intake.Arrival(
        hub_id=hub.id,
        source=follows.source if follows else "web_form",
        original={"fields": typed.as_fields()},
        submitter_email=_email(typed, follows, link),
        files=files,
    )
    if link and link.line_sender_id is not None:
        arrival = replace(arrival, line_sender_id=link.line_sender_id)
    if follows:
        draft = replace(draft, external_id=follows.external_id)
        arrival = replace(arrival, group_id=follows.group_id, line_sender_id=follows.line_sender_id)
    arrival = _with_group(arrival, draft, link)
    label = one_line(typed.texts["organiser"])[:100] or "フォームの投稿者"
    by = Actor("group", label)
    receipt = hand_in(db(), draft, arrival=arrival, by=by, now=clock.now())
    email = arrival.submitter_email
    if email and link is None and may_mail(hub, email):
        intake.mail_link(
            db(),
            hub,
            email=email,
            occasion="submission_received",
            about=f"submission-{receipt.submission.id}",
            now=clock.now(),
        )
    return receipt


def _email(
    typed: Typed, follows: intake.Submission | None, link: intake.SubmitterLink | None
) -> str:
    if link:
        return link.email
    if typed.texts["email"]:
        return mail_address.normalise(typed.texts["email"])
    return follows.submitter_email if follows else ""


def _with_group(
    arrival: intake.Arrival, draft: intake.ListingDraft, link: intake.SubmitterLink | None
) -> intake.Arrival:
    """A proved address speaks for its group; a name alone is noted, and trusted in nothing."""
    if link:
        own = group_of(link)
        if own:
            return replace(arrival, group_id=own.id, is_verified=True)
    named = directory.find_group(db(), arrival.hub_id, draft.organiser)
    return replace(arrival, group_id=arrival.group_id or (named.id if named else None))


def group_of(link: intake.SubmitterLink) -> directory.Group | None:
    """The group whose contact has the link's address, or whom its LINE speaks for."""
    if link.line_sender_id is not None:
        sender = directory.get_line_sender(db(), link.hub_id, link.line_sender_id)
        if sender.group_id is not None:
            return directory.get_group(db(), link.hub_id, sender.group_id)
    return directory.group_by_contact(db(), link.hub_id, email=link.email)
