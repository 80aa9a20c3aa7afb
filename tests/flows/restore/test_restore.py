"""A backup comes back whole or not at all; nothing of it is sent; whoever left stays gone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from notifier import delivery, editions, mailroom, subscribers
from notifier.config import settings
from notifier.editions import Edition, EditionState
from notifier.flows.restore import (
    NotEmptyError,
    OtherKeyError,
    StillAtWorkError,
)
from notifier.flows.tick import quick_tick
from notifier.hubs import Hub, find_hub
from notifier.intake import Attachment
from notifier.kit import archive, db, dump
from notifier.kit.archive import OtherVersionError
from notifier.kit.db import reading, writing
from notifier.kit.sealed_file import DamagedFileError, WrongPassphraseError
from notifier.mailroom import InboxEvent, InboxState, Mail, OutboxMessage, OutboxState
from notifier.subscribers import Wishes
from tests.conftest import NOW
from tests.flows.restore.conftest import KEY, LATER, back_up, bring_back
from tests.web.neighbour import Neighbour


def everything() -> dict[str, list[tuple[object, ...]]]:
    with reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in dump.tables()
        }


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Engine]:
    """Another database: SQLite, so that a run on PostgreSQL goes from the one to the other."""
    made = db.open_engine(f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    db.Base.metadata.create_all(made)
    yield made
    made.dispose()


def test_there_and_back_between_databases(
    us: Neighbour, place: Path, engine: Engine, elsewhere: Engine
) -> None:
    before, file = everything(), place / "all.backup"
    with engine.connect() as connection:
        write_to(file, connection, place)
    db.use(elsewhere)
    load_from(file, elsewhere, place)
    assert everything() == before
    with elsewhere.connect() as connection:
        write_to(file, connection, place)
    db.use(engine)
    with engine.begin() as connection:
        dump.point_loops_last(connection)
        dump.empty(connection)
    load_from(file, engine, place)
    assert everything() == before
    with writing() as session:
        hub = find_hub(session, "nishi")
        subscribers.subscribe(
            session, hub, email="new@example.jp", wishes=Wishes(), place="web", now=LATER
        )  # new rows get numbers behind those that came back


def write_to(file: Path, connection: Connection, place: Path) -> None:
    with file.open("wb") as out:
        head = archive.Head(NOW, "0.1.0", "0001", [])
        archive.write(out, connection, place / "media", head, key=KEY)


def load_from(file: Path, engine: Engine, place: Path) -> None:
    with file.open("rb") as source, engine.begin() as connection:
        archive.Archive(source, KEY[0]).load(connection, place / "staging")
    assert (place / "staging" / "00" / ("0" * 64)).read_bytes() == b"png"


def test_what_was_to_be_sent_is_held(us: Neighbour, place: Path, engine: Engine) -> None:
    with writing() as session:
        session.get_one(Edition, us.edition_id).state = EditionState.APPROVED
        session.get_one(Edition, us.edition_id).send_at = NOW
        hub = session.get_one(Hub, us.hub.id)
        mailroom.queue_mail(
            session, hub, to="a@example.jp", mail=Mail("invitation", "s", "t", ""),
            dedupe_key="k", now=NOW,
        )  # fmt: skip
        mailroom.receive_event(
            session, hub_id=hub.id, source="line", line_channel_id=None, event_id="e1",
            kind="follow", raw=b"{}", now=NOW,
        )  # fmt: skip
    done = bring_back(back_up(place))
    assert done.editions == 2, "both hubs' weekly editions; a newsletter is not sent anyway"
    with reading() as session:
        edition = session.get_one(Edition, us.edition_id)
        assert edition.state is EditionState.HELD
        assert "もう送られているかもしれません" in edition.reason
        assert editions.due_editions(session, now=LATER) == []
        states = set(session.scalars(select(OutboxMessage.state)))
        assert states == {OutboxState.HELD}
        assert done.messages == session.query(OutboxMessage).count()
        assert session.scalars(select(InboxEvent.state)).all() == [InboxState.IGNORED]
    assert quick_tick(now_fn=lambda: LATER).done["outbox"] == 0


def test_deliveries_on_their_way_become_unknown(us: Neighbour, place: Path, engine: Engine) -> None:
    with writing() as session:
        edition = session.get_one(Edition, us.edition_id)
        edition.state = EditionState.DISPATCHING
        reader = session.scalars(select(subscribers.Address).limit(1)).one()
        group = editions.ContentGroup(
            hub_id=us.hub.id, edition_id=edition.id, signature="s", language="ja",
            listing_ids=[], line_messages="", mail_subject="", text_fragments=[], html_fragments=[],
            created_at=NOW,
        )  # fmt: skip
        session.add(group)
        session.flush()
        batch = delivery.Batch(
            hub_id=us.hub.id, edition_id=edition.id, content_group_id=group.id, channel="email",
            number=1, retry_key="r",
        )  # fmt: skip
        session.add(batch)
        session.flush()
        session.add(
            delivery.Delivery(
                hub_id=us.hub.id,
                edition_id=edition.id,
                subscriber_id=reader.subscriber_id,
                address_id=reader.id,
                channel="email",
                content_group_id=group.id,
                batch_id=batch.id,
                planned_at=NOW,
                updated_at=NOW,
            )
        )
    done = bring_back(back_up(place))
    assert done.doubtful == 1
    with reading() as session:
        assert session.scalars(select(delivery.Delivery.state)).all() == ["unknown"]
        assert session.scalars(select(delivery.Batch.state)).all() == ["stopped"]
        assert delivery.due_batches(session, now=LATER) == []


def test_refusals_change_nothing(
    us: Neighbour, place: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = back_up(place), everything()
    with pytest.raises(NotEmptyError, match="--replace"):
        bring_back(file, replace=False)
    with pytest.raises(WrongPassphraseError):
        bring_back(file, words="open barley")
    with pytest.raises(OtherVersionError, match="版"):
        bring_back(file, revision="0002")
    short = place / "short.backup"
    short.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(DamagedFileError, match="途中で切れている"):
        bring_back(short)
    monkeypatch.setenv("NOTIFIER_SECRET_KEY", "another-secret-key-of-more-than-32-characters")
    settings.cache_clear()
    with pytest.raises(OtherKeyError, match="NOTIFIER_SECRET_KEY"):
        bring_back(file)
    assert everything() == before
    assert [one.name for one in place.glob(".restore-*")] == []


def test_the_attachment_is_in_its_place(us: Neighbour, place: Path, engine: Engine) -> None:
    file = back_up(place)
    kept = place / "media" / "00" / ("0" * 64)
    kept.unlink()
    assert bring_back(file).sums.files == 1
    assert kept.read_bytes() == b"png"
    with reading() as session:
        assert session.query(Attachment).count() == 2


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_whoever_still_sends_from_the_database_keeps_it(
    us: Neighbour, place: Path, seconds: int
) -> None:
    """Two machines' clocks differ a little, either way."""
    del us
    file = back_up(place)
    with writing() as session:
        delivery.note_alive(session, ["line"], now=LATER + timedelta(seconds=seconds))
    before = everything()
    with pytest.raises(StillAtWorkError, match="LINEを送る係"):
        bring_back(file)
    assert everything() == before


@pytest.mark.parametrize("minutes", [-2, 120])
def test_a_sign_of_long_ago_or_of_a_clock_set_back_says_nothing(
    us: Neighbour, place: Path, minutes: int
) -> None:
    del us
    file = back_up(place)
    with writing() as session:
        delivery.note_alive(session, delivery.DUTIES, now=LATER + timedelta(minutes=minutes))
    assert bring_back(file).head
    with reading() as session:
        assert delivery.last_seen(session) == {}


def test_a_number_given_again_opens_nothing_with_the_old_link(
    us: Neighbour, place: Path, engine: Engine
) -> None:
    """Who joined after the backup is forgotten by the restore; their number goes to a newcomer."""
    file = back_up(place)
    forgotten, old_token = join("gone@example.jp")
    bring_back(file)
    newcomer, new_token = join("new@example.jp")
    if engine.dialect.name == "sqlite":
        assert newcomer == forgotten, "SQLite gives the number again"
    with reading() as session:
        with pytest.raises(subscribers.OldReaderLinkError):
            subscribers.find_reader(session, us.hub.id, old_token)
        assert subscribers.find_reader(session, us.hub.id, new_token).id == newcomer


def join(email: str) -> tuple[int, str]:
    """(number, token) of a new mail reader."""
    with writing() as session:
        hub = find_hub(session, "nishi")
        subscribers.subscribe(session, hub, email=email, wishes=Wishes(), place="web", now=LATER)
        address = subscribers.find_address(session, hub.id, channel="email", address=email)
        assert address is not None
        reader = subscribers.find_subscriber(session, hub.id, address.subscriber_id)
        return reader.id, subscribers.reader_token(session, reader)


def test_review_links_end_with_a_restore(us: Neighbour, place: Path, engine: Engine) -> None:
    """One that was revoked since the backup would live again."""
    with reading() as session:
        assert session.query(editions.ReviewLink).filter_by(revoked_at=None).count()
    bring_back(back_up(place))
    with reading() as session:
        assert not session.query(editions.ReviewLink).filter_by(revoked_at=None).count()
