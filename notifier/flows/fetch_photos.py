"""Photos that came by LINE are fetched after the webhook was answered: claim, call, record.

The call stands outside every transaction. What LINE does not hand over yet is asked for again for
half a day; then it is given up visibly: on the desk's page, and to its sender.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from notifier import intake, mailroom
from notifier.config import settings
from notifier.intake import ClaimedPhoto, KeptFile, LinePart, line_pushes
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import BadInputError, UnavailableError
from notifier.wire import line

PATIENCE = timedelta(seconds=5)  # after this long no further photo is begun in one round
OK, UNAUTHORISED, GONE = 200, 401, 410
TAKEN_BACK = "送り主が取り消しました"
UNREADABLE = "ファイルを開けませんでした。別の写真で、もう一度送ってください。"
NOT_YET = "LINEがまだ渡していません"

log = structlog.get_logger()


def fetch_photos(*, now_fn: Callable[[], datetime] = clock.now, limit: int = 10) -> int:
    """Fetch up to ``limit`` photos that are due; returns how many were asked for."""
    began, done = now_fn(), 0
    with reading() as session:
        ids = intake.due_photos(session, now=began, limit=limit)
    for part_id in ids:
        if now_fn() - began > PATIENCE:
            break
        with writing() as session:
            photo = intake.claim_photo(session, part_id, now=now_fn())
        if photo is not None:
            _fetch(photo, now_fn)
            done += 1
    return done


def _fetch(photo: ClaimedPhoto, now_fn: Callable[[], datetime]) -> None:
    """One photo, whatever becomes of it; the next one never waits for its trouble."""
    kept, why, is_final = _call(photo, now_fn())
    with writing() as session:
        part = intake.still_claimed(session, photo)
        if part is None:  # taken back meanwhile, or another process was quicker
            return
        if kept is not None:
            _keep(session, part, kept, now_fn())
        elif is_final:
            intake.give_up(part, reason=why)
            _tell(session, part, why, now_fn())
        elif not intake.fetch_again(part, reason=why, now=now_fn()):
            _tell(session, part, "", now_fn())
    log.info("line.photo", part_id=photo.part_id, kept=kept is not None, attempts=photo.attempts)


def _call(photo: ClaimedPhoto, now: datetime) -> tuple[KeptFile | None, str, bool]:
    """(the picture, else why not, and whether it is no use to ask again)."""
    try:
        token = mailroom.channel_token(photo.channel, now=now)
        found = line.get_content(
            settings().line_data_api_url, token, photo.message_id, intake.MAX_BYTES
        )
    except UnavailableError as error:
        return None, str(error), False
    except BadInputError as error:
        return None, str(error), True
    if found.status == UNAUTHORISED:
        mailroom.forget_token(photo.channel)
    if found.status == GONE:
        return None, TAKEN_BACK, True
    if found.status != OK:  # 202 not ready; 404 and 400 were seen while LINE had trouble
        return None, f"{NOT_YET}（{found.status}）", False
    return _looked_at(photo, found.data)


def _looked_at(photo: ClaimedPhoto, data: bytes) -> tuple[KeptFile | None, str, bool]:
    try:
        return intake.prepare(intake.File(_name(data), data)), "", False
    except BadInputError as error:
        return None, str(error), True
    except Exception as error:  # a stranger's bytes: whatever they broke, the next photo goes on
        log.warning("line.photo_unreadable", part_id=photo.part_id, kind=type(error).__name__)
        return None, UNREADABLE, True


def _name(data: bytes) -> str:
    return "LINEのちらし.pdf" if data.startswith(b"%PDF-") else "LINEの写真.jpg"


def _keep(session: Session, part: LinePart, kept: KeptFile, now: datetime) -> None:
    item = intake.find_submission(session, part.hub_id, part.submission_id)
    try:
        made = intake.attach_kept(session, item, kept, now=now)
    except BadInputError as error:
        intake.give_up(part, reason=str(error))
        _tell(session, part, str(error), now)
        return
    intake.keep_photo(part, made.id)


def _tell(session: Session, part: LinePart, why: str, now: datetime) -> None:
    """Its sender thinks it is here: one message is worth its price. Who took it back knows."""
    if why == TAKEN_BACK:
        return
    item = intake.find_submission(session, part.hub_id, part.submission_id)
    said = line_pushes.bad_photo(item.name, why) if why else line_pushes.photo_lost(item.name)
    intake.tell_in_line(session, item, [said], key=f"line-photo-{part.id}", now=now)
