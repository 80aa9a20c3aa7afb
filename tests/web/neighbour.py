"""The other hub with one of everything an address or a command can name."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import (
    accounts,
    directory,
    editions,
    editorial,
    engagement,
    hubs,
    intake,
    mailroom,
    subscribers,
)
from notifier.accounts import Role
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import db
from notifier.subscribers import Wishes
from tests.conftest import NOW
from tests.editions.conftest import SATURDAY, add_reader
from tests.editorial.conftest import DRAFT, add_submission
from tests.line_account import add_line_channel
from tests.web.conftest import add_staff

NEXT_MONTH = date(2026, 12, 1)
CSV = "行事名,日にち\nかるた会,2026-12-05\n".encode()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Ids and tokens of one hub; all of them are alive."""

    hub: Hub
    case_id: int
    asked_case_id: int
    other_id: int
    submission_id: int
    attachment_id: int
    question_id: int
    listing_id: int
    occurrence_id: int
    edition_id: int
    newsletter_id: int
    board_id: int
    review_id: int
    place_id: int
    venue_id: int
    spelling_id: int
    comment_id: int
    issue_id: int
    group_id: int
    contact_id: int
    sender_id: int
    import_id: int
    feed_id: int
    opinion_id: int
    staff_id: int
    staff_email: str
    invitation_id: int
    submitter_token: str
    reader_token: str
    confirm_token: str


def mark(hub: Hub) -> str:
    """A word that stands in everything of ``hub`` and nowhere else."""
    return f"「{hub.slug}の印」"


def settle(session: Session, hub: Hub, *, now: datetime = NOW) -> Neighbour:
    """Fill ``hub`` with one of everything, and commit."""
    staff = add_staff(session, hub, Role.ADMIN, now)
    by = accounts.staff_actor(staff)
    listing = _listing(session, hub, by, now)
    waiting = _case(session, hub, now, "まだの会", email=f"salon@{hub.slug}.example.jp")
    asked = _case(session, hub, now, "きかれた会", email=f"salon@{hub.slug}.example.jp")
    editorial.ask(
        session, asked, message="雨の日は", field="", version=asked.version, by=by, now=now
    )
    (question,) = intake.questions_of(session, hub.id, [asked.submission_id])
    reader = add_reader(session, hub, hub.id * 1000, Wishes(), channels=("email",))
    edition = editions.compose(session, hub, kind="weekly", on=SATURDAY, by=by, now=now)
    invitation, _ = accounts.invite(
        session, hub, email=f"new@{hub.slug}.example.jp", role=Role.EDITOR, by=by, now=now
    )
    newsletter = editions.compose(session, hub, kind="newsletter", on=NEXT_MONTH, by=by, now=now)
    review, _ = editions.offer_review(
        session, newsletter, label=f"{mark(hub)}区の課", days=14, by=by, now=now
    )
    comment = editions.comment_review(
        session, review, newsletter, f"{mark(hub)}のコメント", listing_id=None, now=now
    )
    group = directory.add_group(session, hub, name=f"{mark(hub)}の団体", by=by, now=now)
    venue = directory.add_place(
        session, hub, directory.PlaceFacts(f"{mark(hub)}の会館"), by=by, now=now
    )
    seen, facts = directory.SeenPlace(venue, 1), directory.PlaceFacts(f"{mark(hub)}会館")
    directory.change_place(session, seen, facts, by=by, now=now)
    made = Neighbour(
        hub=hub,
        case_id=waiting.id,
        asked_case_id=asked.id,
        other_id=asked.id,
        submission_id=waiting.submission_id,
        attachment_id=_attachment(session, waiting, now),
        question_id=question.id,
        listing_id=listing.id,
        occurrence_id=listing.occurrences[0].id,
        edition_id=edition.id,
        newsletter_id=newsletter.id,
        review_id=review.id,
        venue_id=venue.id,
        spelling_id=directory.spellings(session, hub.id)[venue.id][0].id,
        place_id=directory.add_distribution_place(
            session, hub, directory.DistributionFacts(f"{mark(hub)}の店", 5), by=by, now=now
        ).id,
        comment_id=comment.id,
        board_id=editions.compose(session, hub, kind="board", on=now.date(), by=by, now=now).id,
        issue_id=_issue(session, hub, by, now),
        group_id=group.id,
        contact_id=directory.add_contact(
            session, group, label=f"{mark(hub)}の代表", phone="045-000-0000", by=by, now=now
        ).id,
        sender_id=_line_sender(session, hub, group, now),
        import_id=intake.preview_import(
            session, hub, filename=f"{mark(hub)}.csv", data=CSV, group_id=None, by=by, now=now
        ).id,
        feed_id=intake.add_feed(
            session, hub, url=f"https://{hub.slug}.example.jp/rss", kind="rss", by=by, now=now
        ).id,
        opinion_id=engagement.enter_opinion(session, hub, f"{mark(hub)}の声", by=by, now=now).id,
        staff_id=staff.id,
        staff_email=staff.email,
        invitation_id=invitation.id,
        submitter_token=intake.issue_link(
            session, hub, email=f"salon@{hub.slug}.example.jp", now=now
        )[1],
        reader_token=subscribers.reader_token(session, reader),
        confirm_token=_confirm_token(session, hub, now),
    )
    session.commit()
    return made


def rows_of(session: Session, hub: Hub) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of that hub in every table, as it stands now."""
    session.rollback()
    found = {}
    for table in db.Base.metadata.sorted_tables:
        mine = table.c.hub_id == hub.id if "hub_id" in table.c else None
        if table.name == "hubs":
            mine = table.c.id == hub.id
        if mine is not None:
            query = select(table).where(mine).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(map(str, row)) for row in session.execute(query)]
    session.rollback()
    return found


def _case(
    session: Session, hub: Hub, now: datetime, title: str, *, email: str = ""
) -> editorial.Case:
    draft = replace(DRAFT, title=f"{mark(hub)}{title}")
    submission = add_submission(session, hub, now, draft=draft, submitter_email=email)
    return editorial.open_case(session, submission, now=now)


def _listing(session: Session, hub: Hub, by: Actor, now: datetime) -> Any:
    case = _case(session, hub, now, "載った会")
    return editorial.approve(session, case, version=case.version, by=by, now=now)


def _issue(session: Session, hub: Hub, by: Actor, now: datetime) -> int:
    """An edition that was sent; it stands in the archive."""
    on = SATURDAY + timedelta(days=7)
    made = editions.compose(session, hub, kind="weekly", on=on, by=by, now=now)
    made.title, made.state, made.sent_at = mark(hub), editions.EditionState.SENT, now
    return made.id


def _line_sender(session: Session, hub: Hub, group: directory.Group, now: datetime) -> int:
    """Somebody whose LINE speaks for the group."""
    channel = add_line_channel(session, hub, hubs.ChannelPurpose.GROUPS)
    made = directory.meet_line_sender(session, channel, user_id=f"U{hub.id:032x}", now=now)
    made.group_id, made.connected_at = group.id, now
    session.flush()
    return made.id


def _attachment(session: Session, case: editorial.Case, now: datetime) -> int:
    row = intake.Attachment(
        hub_id=case.hub_id,
        submission_id=case.submission_id,
        filename="ちらし.png",
        media_type="image/png",
        size=3,
        sha256="0" * 64,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _confirm_token(session: Session, hub: Hub, now: datetime) -> str:
    """The token of the button in an opt-in mail that waits to be pressed."""
    email = f"asked@{hub.slug}.example.jp"
    subscribers.subscribe(session, hub, email=email, wishes=Wishes(), place="web", now=now)
    session.flush()
    mail = session.scalars(
        select(mailroom.OutboxMessage)
        .where(mailroom.OutboxMessage.hub_id == hub.id, mailroom.OutboxMessage.recipient == email)
        .order_by(mailroom.OutboxMessage.id.desc())
    ).first()
    assert mail is not None
    found = re.search(r"/subscribe/confirm/(\S+)", mail.body["text"])
    assert found
    return found[1]
