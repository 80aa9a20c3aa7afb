"""The editions of the world that is looked at: paper, sheets, the ward's link, what a restore held."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from notifier import audit, editions, hubs, listings, mailroom
from notifier.cli.practice import fill as practice
from notifier.flows.restore import VERB
from notifier.kit import clock
from notifier.mailroom import Mail


def find_editions(session: Session, hub: hubs.Hub) -> dict[str, object]:
    """Compose them; their numbers, and the token of the ward's link."""
    newsletter = _newsletter(session, hub)
    _board(session, hub)
    return {
        "newsletter": newsletter,
        "special": _special(session, hub),
        "review": _review(session, hub, newsletter),
    }


def restored(session: Session, hub: hubs.Hub) -> None:
    """What an admin finds after a restore: letters and an edition held, and nobody knows who left."""
    by, now = practice.staff(session, hub, "admin"), clock.now()
    for number, kind in enumerate(("settings_link", "settings_link", "submission_published")):
        mail = Mail(kind, "件名", "本文", "")
        mailroom.queue_mail(
            session, hub, to=f"held-{number}@example.jp", mail=mail,
            dedupe_key=f"held-{number}", now=now,
        )  # fmt: skip
    mailroom.hold_outbox(session, now=now)
    later = clock.today(hub.zone) + timedelta(days=14)
    held = editions.compose(session, hub, kind="weekly", on=later, by=by, now=now)
    editions.hold(session, held, reason="復元のあとのため、送っていません。", by=by, now=now)
    audit.write(
        session,
        f"{by.label}が、バックアップから復元しました。送るはずだったものは止めてあります。",
        verb=VERB, subject=("hub", hub.id), hub_id=hub.id, by=by, now=now,
        detail={"left_log_found": False},
    )  # fmt: skip


def _newsletter(session: Session, hub: hubs.Hub) -> int:
    """The draft of December's newsletter."""
    by, on = practice.staff(session, hub, "editor"), date(2026, 12, 1)
    made = editions.compose(session, hub, kind="newsletter", on=on, by=by, now=clock.now())
    session.flush()
    return made.id


def _special(session: Session, hub: hubs.Hub) -> int:
    """A special issue of information that always holds."""
    by, on = practice.staff(session, hub, "editor"), date(2026, 12, 10)
    made = editions.compose(session, hub, kind="special", on=on, by=by, now=clock.now())
    assert made.items, "the practice world has information without a date"
    return made.id


def _board(session: Session, hub: hubs.Hub) -> None:
    """Sheets that hang since yesterday, old by now, and today's draft."""
    by, now = practice.staff(session, hub, "publisher"), clock.now()
    made = editions.reprint(session, hub, by=by, now=now - timedelta(days=1))
    gone = listings.find_listing(session, hub.id, made.items[0].listing_id)
    if gone.status is listings.ListingStatus.PUBLISHED:
        listings.cancel(session, gone, reason="荒天のため", by=by, now=now)
    editions.compose(session, hub, kind="board", on=clock.today(hub.zone), by=by, now=now)


def _review(session: Session, hub: hubs.Hub, newsletter: object) -> str:
    """The ward's link to December's issue: looked at, changed since, with two comments."""
    by, now = practice.staff(session, hub, "editor"), clock.now()
    edition = editions.find_edition(session, hub.id, int(str(newsletter)))
    link, token = editions.offer_review(
        session, edition, label="区こども家庭支援課", days=14, by=by, now=now
    )
    editions.look_review(session, link, edition, now=now)
    first = edition.items[0].listing_id
    words = editions.PrintText("短い題", "")
    editions.set_print_text(session, edition, first, words, version=edition.version, by=by, now=now)
    for said, listing_id in (("対象の年齢を入れてください。", first), ("よいと思います。", None)):
        comment = editions.comment_review(
            session, link, edition, said, listing_id=listing_id, now=now
        )
    editions.answer_review(session, edition, comment.id, "", by=by, now=now)
    return token
