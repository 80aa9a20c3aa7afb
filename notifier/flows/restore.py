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
from typing import IO

from sqlalchemy.orm import Session

from notifier import audit, delivery, editions, engagement, indicators, mailroom, subscribers
from notifier.audit import Actor
from notifier.config import settings
from notifier.flows import left_log, rooms  # noqa: F401 - rooms tell of their tables
from notifier.flows.backup import key_marks
from notifier.hubs import all_hubs
from notifier.kit import archive, clock, db, dump
from notifier.kit.archive import Archive, Head, Sums
from notifier.kit.errors import BadInputError, ConflictError

WHOLE = (engagement, indicators)  # rooms of which only the tables are needed here
VERB = "restore"
NO_LEFT_LOG = (
    "やめた読者の控えが見つかりません。バックアップのあとにやめた人に届くおそれがあります。"
)
HELD_REASON = (
    "バックアップから復元したため、送るのを止めています。バックアップのあとに、もう送られているかもしれません。"
    "自分に届いたお知らせやLINEの送信数を確かめてから、送るかやめるかを決めてください。"
)


class NotEmptyError(ConflictError):
    """There is data already, and nobody said it may be replaced."""


class StillAtWorkError(ConflictError):
    """Somebody still sends from the database that is about to be replaced."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"まだ動いています：{'、'.join(names)}。復元の途中に送ってしまうおそれがあるため、始めませんでした。"
            "web・worker・beat（と、定期に動かしている notifier tick）を止め、2分待ってから、もう一度実行して"
            "ください。何も変えていません。"
        )


class NoLeftLogError(BadInputError):
    """Nobody knows who left since the backup, and nobody said to go on without knowing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"やめた読者の控え（{path}）が見つからないか、空です。このまま復元すると、バックアップのあとに"
            "やめた人に、また届くおそれがあります。控えがあれば、その場所に置くか NOTIFIER_LEFT_LOG で"
            "示してください。どこにもないときだけ --without-left-log をつけてください。何も変えていません。"
        )


class OtherKeyError(BadInputError):
    """The secrets in the backup are sealed with a key we do not have."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what waits for a person; ``gone_again`` says nothing without the log."""

    head: Head
    sums: Sums
    editions: int
    messages: int
    doubtful: int
    gone_again: int
    knows_who_left: bool


def restore(  # noqa: PLR0913 - two things a person has to allow, by name
    path: Path,
    passphrase: str,
    *,
    revision: str,
    replace: bool,
    without_left_log: bool = False,
    by: Actor,
    now: datetime,
) -> Restored:
    """Bring the archive back into a database that is at ``revision``.

    Raises, changing nothing: ``StillAtWorkError``, ``NotEmptyError`` without ``replace``,
    ``NoLeftLogError`` unless ``without_left_log``, ``WrongPassphraseError``,
    ``DamagedFileError``, ``OtherVersionError``, ``OtherKeyError``.
    """
    _check_nobody_works(now)
    media = settings().media_dir
    media.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as source:
        found = _open(source, passphrase, revision)
        is_told = replace and _write_down_who_left()
        with (
            tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as folder,
            db.writing() as session,
        ):
            _make_room(session, replace=replace)
            knows = is_told or not left_log.is_missing(settings().left_log_path)
            if not (knows or without_left_log):
                raise NoLeftLogError(settings().left_log_path)
            sums = found.load(session.connection(), Path(folder))
            done = _calm(session, found.head, sums, knows=knows, by=by, now=now)
            _move_in(Path(folder), media)
    return done


def check_backup(path: Path, passphrase: str, *, revision: str, now: datetime) -> None:
    """Raise what ``restore`` would raise about its beginning; the rest of the file is not read."""
    _check_nobody_works(now)
    with path.open("rb") as source:
        _open(source, passphrase, revision)


def _open(source: IO[bytes], passphrase: str, revision: str) -> Archive:
    """The archive, when its key fits, and its version and sealed secrets fit this service."""
    found = Archive(source, passphrase)
    archive.check_version(found.head, revision=revision)
    _check_keys(found.head)
    return found


def _check_nobody_works(now: datetime) -> None:
    with db.reading() as session:
        names = delivery.still_at_work(session, now=now)
    if names:
        raise StillAtWorkError(names)


def _check_keys(head: Head) -> None:
    if not set(head.key_marks) <= set(key_marks(settings().secret_keys)):
        raise OtherKeyError(
            "このバックアップは、別の NOTIFIER_SECRET_KEY のときにつくられました。"
            "そのときの鍵を（いまの鍵があれば「いまの鍵,そのときの鍵」の順で）設定してから、"
            "もう一度実行してください。何も変えていません。"
        )


def _write_down_who_left() -> bool:
    """The database about to be replaced tells its last second of leavings, if it has any hub."""
    with db.reading() as session:
        has_hubs = bool(all_hubs(session))
    if has_hubs:
        left_log.export(settings().left_log_path)
    return has_hubs


def _make_room(session: Session, *, replace: bool) -> None:
    connection = session.connection()
    if not dump.is_empty(connection):
        if not replace:
            raise NotEmptyError(
                "このデータベースには、もうデータがあります。空のデータベースに復元するか、"
                "いまのデータを捨ててよいときだけ --replace をつけてください。何も変えていません。"
            )
        dump.point_loops_last(connection)
        dump.empty(connection)


def _calm(
    session: Session, head: Head, sums: Sums, *, knows: bool, by: Actor, now: datetime
) -> Restored:
    """Hold what was to be sent, let be gone who left, and say so in each hub's trail."""
    held = editions.not_finished(session)
    for edition in held:
        editions.hold(session, edition, reason=HELD_REASON, by=by, now=now)
    doubtful = delivery.hold_open(session, now=now)
    messages = mailroom.hold_outbox(session, now=now)
    delivery.forget_heartbeats(session)
    editions.end_reviews(session, now=now)
    left, gone = left_log.left_since(settings().left_log_path), 0
    for hub in all_hubs(session):
        again = subscribers.replay_leavings(session, hub.id, left.get(hub.slug, {}), now=now)
        gone += again
        audit.write(
            session,
            f"{by.label}が、{clock.say_moment(head.made_at, hub.zone)}のバックアップから復元しました。"
            f"送るはずだったものは止めてあります。区などの確認用のリンクは、すべて止めました。"
            f"{_who_left(again) if knows else NO_LEFT_LOG}",
            verb=VERB,
            subject=("hub", hub.id),
            hub_id=hub.id,
            by=by,
            now=now,
            detail={"left_log_found": knows},
        )
    session.flush()
    return Restored(head, sums, len(held), messages, doubtful, gone, knows)


def _who_left(again: int) -> str:
    return f"そのあとにやめた読者{again}人は、やめたままにしました。"


def _move_in(folder: Path, media: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            target = media / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
