"""A backup comes back: whole or not at all, and nothing of it is sent by itself.

Everything stands in one transaction: the tables emptied and filled, what was to be sent held,
whoever left since let be gone again. The uploaded files are laid beside the media folder first and
moved in when only the commit is left.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from notifier import audit, delivery, editions, engagement, indicators, mailroom, subscribers
from notifier.audit import Actor
from notifier.config import settings
from notifier.flows import left_log
from notifier.flows.backup import key_marks
from notifier.hubs import all_hubs
from notifier.kit import archive, clock, db, dump
from notifier.kit.archive import Archive, Head, Sums
from notifier.kit.errors import BadInputError, ConflictError

WHOLE = (engagement, indicators)  # rooms of which only the tables are needed here
HELD_REASON = (
    "バックアップから復元したため、送るのを止めています。バックアップのあとに、もう送られているかもしれません。"
    "自分に届いたお知らせやLINEの送信数を確かめてから、送るかやめるかを決めてください。"
)


class NotEmptyError(ConflictError):
    """There is data already, and nobody said it may be replaced."""


class OtherKeyError(BadInputError):
    """The secrets in the backup are sealed with a key we do not have."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what waits for a person."""

    head: Head
    sums: Sums
    editions: int
    messages: int
    doubtful: int
    gone_again: int


def restore(
    path: Path, passphrase: str, *, revision: str, replace: bool, by: Actor, now: datetime
) -> Restored:
    """Bring the archive back into a database that is at ``revision``.

    Raises, changing nothing: ``NotEmptyError`` without ``replace``, ``WrongPassphraseError``,
    ``DamagedFileError``, ``OtherVersionError``, ``OtherKeyError``.
    """
    media = settings().media_dir
    media.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as source:
        found = Archive(source, passphrase)
        archive.check_version(found.head, revision=revision)
        _check_keys(found.head)
        if replace:
            _write_down_who_left()
        with (
            tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as folder,
            db.writing() as session,
        ):
            sums = _load(session, found, Path(folder), replace=replace)
            done = _calm(session, found.head, sums, by=by, now=now)
            _move_in(Path(folder), media)
    return done


def _check_keys(head: Head) -> None:
    if not set(head.key_marks) <= set(key_marks(settings().secret_keys)):
        raise OtherKeyError(
            "このバックアップは、別の NOTIFIER_SECRET_KEY のときにつくられました。"
            "そのときの鍵を（いまの鍵があれば「いまの鍵,そのときの鍵」の順で）設定してから、"
            "もう一度実行してください。何も変えていません。"
        )


def _write_down_who_left() -> None:
    """The database about to be replaced tells its last second of leavings."""
    with db.reading() as session:
        has_hubs = bool(all_hubs(session))
    if has_hubs:
        left_log.export(settings().left_log_path)


def _load(session: Session, found: Archive, folder: Path, *, replace: bool) -> Sums:
    connection = session.connection()
    if not dump.is_empty(connection):
        if not replace:
            raise NotEmptyError(
                "このデータベースには、もうデータがあります。空のデータベースに復元するか、"
                "いまのデータを捨ててよいときだけ --replace をつけてください。何も変えていません。"
            )
        dump.point_loops_last(connection)
        dump.empty(connection)
    return found.load(connection, folder)


def _calm(session: Session, head: Head, sums: Sums, *, by: Actor, now: datetime) -> Restored:
    """Hold what was to be sent, let be gone who left, and say so in each hub's trail."""
    held = editions.not_finished(session)
    for edition in held:
        editions.hold(session, edition, reason=HELD_REASON, by=by, now=now)
    doubtful = delivery.hold_open(session, now=now)
    messages = mailroom.hold_outbox(session, now=now)
    delivery.forget_heartbeats(session)
    left, gone = left_log.left_since(settings().left_log_path), 0
    for hub in all_hubs(session):
        again = subscribers.replay_leavings(session, hub.id, left.get(hub.slug, {}), now=now)
        gone += again
        audit.write(
            session,
            f"{by.label}が、{clock.say_moment(head.made_at, hub.zone)}のバックアップから復元しました。"
            f"送るはずだったものは止めてあり、そのあとにやめた読者{again}人は、やめたままにしました。",
            verb="restore",
            subject=("hub", hub.id),
            hub_id=hub.id,
            by=by,
            now=now,
        )
    session.flush()
    return Restored(head, sums, len(held), messages, doubtful, gone)


def _move_in(folder: Path, media: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            target = media / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
