"""「メールは送れています」 goes by every mail: single ones and the letters of editions."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.delivery import Batch, BatchState, Delivery, DeliveryState, mail_standing
from notifier.editions import ContentGroup, Edition, EditionState
from notifier.hubs import Hub
from notifier.mailroom import Mail, MailStanding, OutboxState, queue_mail
from notifier.subscribers import Address, Wishes
from tests.editions.conftest import SATURDAY, add_reader

DAY = timedelta(days=1)
WHY = "メールサーバーが、こちらからのメールを受け付けませんでした。"


def single(session: Session, hub: Hub, at: datetime, *, refused: str = "") -> None:
    mail = Mail(kind="invitation", subject="s", text="t", html="")
    row = queue_mail(session, hub, to="a@example.jp", mail=mail, dedupe_key=str(at), now=at)
    if refused:
        row.attempts, row.reason = 1, refused
    else:
        row.state, row.sent_at = OutboxState.SENT, at
    session.flush()


def edition(session: Session, hub: Hub, number: int, at: datetime, *, refused: str = "") -> None:
    """One mail batch of an edition: sent at ``at``, or turned away then."""
    one = Edition(
        hub_id=hub.id, kind="weekly", on=SATURDAY + number * 7 * DAY, title="号", composed_at=at,
        state=EditionState.SENT, dispatched_at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    group = ContentGroup(
        hub_id=hub.id, edition_id=one.id, signature="x", language="ja", listing_ids=[],
        line_messages="", mail_subject="s", text_fragments=[], html_fragments=[], created_at=at,
    )  # fmt: skip
    batch = Batch(
        hub_id=hub.id, edition_id=one.id, channel="email", number=1, retry_key="", rung_at=at,
        state=BatchState.REJECTED if refused else BatchState.DONE, reason=refused, done_at=at,
    )  # fmt: skip
    session.add_all([group, batch])
    session.flush()
    reader = add_reader(session, hub, number, Wishes(), channels=("email",))
    session.add(
        Delivery(
            hub_id=hub.id, edition_id=one.id, subscriber_id=reader.id, channel="email",
            address_id=session.query(Address).filter_by(subscriber_id=reader.id).one().id,
            content_group_id=group.id, batch_id=batch.id, planned_at=at, updated_at=at,
            state=DeliveryState.QUEUED if refused else DeliveryState.SENT,
            sent_at=None if refused else at,
        )
    )  # fmt: skip
    session.flush()


def test_letters_of_an_edition_count(session: Session, hub: Hub, now: datetime) -> None:
    assert mail_standing(session, hub.id) == MailStanding(None, "")
    single(session, hub, now)
    edition(session, hub, 1, now + 6 * DAY)
    assert mail_standing(session, hub.id) == MailStanding(now + 6 * DAY, "")
    assert mailroom.mail_standing(session, hub.id).last_sent_at == now


def test_an_edition_turned_away_is_said_until_a_mail_was_taken_again(
    session: Session, hub: Hub, now: datetime
) -> None:
    edition(session, hub, 1, now)
    edition(session, hub, 2, now + DAY, refused=WHY)
    assert mail_standing(session, hub.id) == MailStanding(now, WHY, now + DAY)
    single(session, hub, now + 2 * DAY)
    assert mail_standing(session, hub.id) == MailStanding(now + 2 * DAY, "")


def test_a_single_mail_turned_away_before_letters_were_taken_says_nothing(
    session: Session, hub: Hub, now: datetime
) -> None:
    single(session, hub, now, refused="あとで")
    assert mail_standing(session, hub.id) == MailStanding(None, "あとで", now)
    edition(session, hub, 1, now + DAY)
    assert mail_standing(session, hub.id) == MailStanding(now + DAY, "")
