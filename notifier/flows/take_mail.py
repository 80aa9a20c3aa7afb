"""A mail somebody wrote to the hub becomes what it is: an item, imported files, or nothing of ours.

A From header proves nothing (docs/adr/0031): the group whose address it is stands on the desk as a
proposal, nobody is trusted for it, and the receipt goes to the address alone.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from notifier import directory, intake, mailroom
from notifier.audit import Actor
from notifier.flows.answer_by_mail import Replied, take_answer, what_it_answers
from notifier.flows.hand_in import hand_in
from notifier.flows.import_calendar import import_calendar
from notifier.flows.import_file import import_file
from notifier.flows.may_write_to import may_write_to
from notifier.hubs import Hub
from notifier.intake import DraftQuestion, ImportResult, Letter
from notifier.intake.sources import email
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.mailroom import IncomingMail, MailFile

RECEIPT_WITHIN = timedelta(days=7)  # who wrote long ago is surprised by a receipt
SENDER = Actor("group", "メールの送り主")
NOT_A_PERSON = {
    "bounce": "戻ってきたメール（不達の知らせ）なので、受け付けませんでした。",
    "automatic": "自動返信なので、受け付けませんでした。",
    "list": "メーリングリストや一斉配信のメールなので、受け付けませんでした。",
    "own": "この拠点から出したメールなので、受け付けませんでした。",
    "empty": "件名も本文も添付もないメールなので、受け付けませんでした。",
}
SAME_AGAIN = "添付の行事は、前に届いたものと同じでした。本文に新しいことがないか確かめてください。"
ANSWERS = "{}へのお返事として届きました。前の情報を直すものか、新しい情報かを確かめてください。"
UNREADABLE = (
    "メールの形になっていないため、読めませんでした。メールソフトから保存し直してください。"
)


class TakenMeanwhileError(ConflictError):
    """Another process takes the same mail at the same moment."""


@dataclass(frozen=True, slots=True)
class TakenMail:
    """What became of one mail: the numbers every import tells, and why it was not taken.

    ``kind`` is "taken", "answer", "duplicate", "broken", "failed", or why it is nobody's letter (also
    when it came before).
    """

    result: ImportResult
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """What all steps need; ``group`` is whose mail it is for sure, ``known`` by its address only."""

    session: Session
    hub: Hub
    mail: IncomingMail
    group: directory.Group | None
    known: directory.Group | None
    now: datetime
    dry_run: bool

    @property
    def today(self) -> date:
        """The hub's day."""
        return clock.local(self.now, self.hub.zone).date()


def take_mail(
    session: Session,
    hub: Hub,
    mail: IncomingMail,
    *,
    group: directory.Group | None = None,
    now: datetime,
    dry_run: bool = False,
) -> TakenMail:
    """Take one mail in.

    ``group`` is whose mail it is for sure (somebody vouches). Nothing is raised for what a stranger
    sent: what cannot be read is one error of the result.
    """
    known = group or directory.group_by_contact(session, hub.id, email=mail.sender)
    way = _Way(session, hub, mail, group, known, now, dry_run)
    if not (mail.sender or mail.sender_name or mail.message_id or mail.subject):
        return TakenMail(ImportResult(errors=[{"row": 1, "message": UNREADABLE}], rows=1), "broken")
    reason = _not_ours(mail, hub)
    own_id = f"x:{hashlib.sha256(mail.raw).hexdigest()}" if reason else email.identity(mail)
    if _was_seen(way, own_id):
        return TakenMail(ImportResult(duplicates=1, rows=1), reason or "duplicate")
    _remember(way, own_id, reason)
    if reason:
        return TakenMail(ImportResult(rejected=1, rows=1), reason, NOT_A_PERSON[reason])
    replied = what_it_answers(session, hub, mail)
    if replied and _is_all_answered(way, replied):
        return TakenMail(ImportResult(received=1, rows=1), "answer")
    result = _taken(way, replied)
    if result.received or result.questions:
        _receipt(way)
    return TakenMail(result, "taken")


def _is_all_answered(way: _Way, replied: Replied) -> bool:
    """Whether the mail was nothing but the answer to an open question; now given."""
    words = email.words_of(way.mail).text
    given = None if way.group else take_answer(way.session, replied, words, now=way.now)
    files = email.sort_files(way.mail.files)
    is_more = files.calendars or files.tables or files.pictures or email.unread(way.mail, files)
    return given is not None and not is_more


def _not_ours(mail: IncomingMail, hub: Hub) -> str:
    reason = mailroom.why_not_a_person(mail, own=frozenset({hub.mail_from} - {""}))
    if reason:
        return reason
    is_empty = not (mail.subject or email.whole_text(mail).strip() or mail.files or mail.problems)
    return "empty" if is_empty else ""


def _was_seen(way: _Way, own_id: str) -> bool:
    """Events are forgotten after a month, items are not."""
    session, hub_id = way.session, way.hub.id
    if mailroom.find_event(session, hub_id, source=email.KEY, event_id=own_id):
        return True
    return bool(intake.latest_revision(session, hub_id, source=email.KEY, external_id=own_id))


def _remember(way: _Way, own_id: str, reason: str) -> None:
    """That it came, and why it was nobody's letter; nothing of what it says."""
    kind = reason or "taken"
    is_new = mailroom.receive_event(
        way.session, way.hub.id, source=email.KEY, event_id=own_id, kind=kind, raw=b"", now=way.now
    )
    event = mailroom.find_event(way.session, way.hub.id, source=email.KEY, event_id=own_id)
    if not is_new or event is None:
        raise TakenMeanwhileError(
            "同じメールが同時に届いています。少し待ってから、やり直してください。"
        )
    if reason:
        mailroom.mark_ignored(way.session, event, reason=NOT_A_PERSON[reason], now=way.now)
    else:
        mailroom.mark_handled(way.session, event, now=way.now)


def _taken(way: _Way, replied: Replied | None) -> ImportResult:
    """Files of many items are imported; what is left makes the mail itself an item."""
    files = email.sort_files(way.mail.files)
    rows = email.original_of(way.mail, zone=way.hub.zone, answers=replied.said if replied else "")
    letter = Letter(
        way.mail.sender,
        rows,
        scope=way.mail.sender or email.identity(way.mail),
        group_id=way.known.id if way.known else None,
        written_on=email.written_on(way.mail, today=way.today, zone=way.hub.zone),
    )
    total, problems = ImportResult(), []
    steps: list[tuple[MailFile, Callable[[_Way, MailFile, Letter], ImportResult]]] = [
        *((file, _calendar) for file in files.calendars),
        *((file, _table) for file in files.tables),
    ]
    for file, take in steps:
        try:
            with way.session.begin_nested():
                result = take(way, file, letter)
        except BadInputError as error:
            problems.append(f"添付の「{file.filename}」を取り込めませんでした。{error}")
            continue
        if not (result.received or result.questions or result.duplicates):
            problems.append(f"添付の「{file.filename}」には、取り込める行事がありませんでした。")
        total.add(_named(result, file))
    if steps and not problems and not (total.received or total.questions):
        problems += [SAME_AGAIN] if email.words_of(way.mail).text else []
    problems += email.unread(way.mail, files)
    if files.pictures or problems or not steps:
        total.add(_item(way, replied, rows, files.pictures, problems))
    return total


def _named(result: ImportResult, file: MailFile) -> ImportResult:
    """Its errors say in which file they are."""
    where = f"添付「{file.filename}」の"
    errors = [{**error, "message": f"{where}{error['message']}"} for error in result.errors]
    return replace(result, errors=errors)


def _calendar(way: _Way, file: MailFile, letter: Letter) -> ImportResult:
    return import_calendar(
        way.session,
        way.hub,
        filename=file.filename,
        data=file.data,
        group=way.group,
        letter=letter,
        by=SENDER,
        now=way.now,
    )


def _table(way: _Way, file: MailFile, letter: Letter) -> ImportResult:
    made = intake.preview_import(
        way.session,
        way.hub,
        filename=file.filename,
        data=file.data,
        group_id=way.group.id if way.group else None,
        by=SENDER,
        now=way.now,
    )
    return import_file(way.session, made, letter=letter, by=SENDER, now=way.now)


def _item(
    way: _Way,
    replied: Replied | None,
    rows: dict[str, str],
    pictures: tuple[MailFile, ...],
    problems: list[str],
) -> ImportResult:
    """The mail itself as one submission, pictures and PDFs with it."""
    fit, refused = intake.fit_files(intake.File(one.filename, one.data) for one in pictures)
    first = (ANSWERS.format(replied.said), *refused) if replied else refused
    draft = email.read_mail(way.mail, today=way.today, zone=way.hub.zone)
    known = way.known
    draft = replace(
        draft,
        organiser=draft.organiser or (known.name if known else ""),
        questions=(
            *(DraftQuestion("body", said) for said in first),
            *draft.questions,
            *(DraftQuestion("body", said) for said in problems),
        ),
    )
    receipt = hand_in(
        way.session,
        draft,
        arrival=intake.Arrival(
            hub_id=way.hub.id,
            source=email.KEY,
            original=dict(rows),
            group_id=known.id if known else None,
            is_verified=way.group is not None or bool(known and replied),
            submitter_email=way.mail.sender,
            files=() if way.dry_run else fit,
        ),
        by=SENDER,
        now=way.now,
    )
    return ImportResult.of(receipt)


def _receipt(way: _Way) -> None:
    """The link to one's own items, once a mail; the answer holds no word of what was sent."""
    mail = way.mail
    is_fresh = mail.sent_at is not None and way.now - mail.sent_at <= RECEIPT_WITHIN
    if not mail.sender or not is_fresh:
        return
    if may_write_to(way.session, way.hub, mail.sender, now=way.now):
        made = intake.latest_revision(
            way.session, way.hub.id, source=email.KEY, external_id=email.identity(mail)
        )
        intake.mail_link(
            way.session,
            way.hub,
            email=mail.sender,
            occasion="submission_mailed",
            about=f"submission-{made.id}" if made else "",
            now=way.now,
        )
