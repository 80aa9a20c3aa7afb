"""Staff work on an opinion: theme, answer, publish, take back. Each is one sentence of the trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editions
from notifier.audit import Actor
from notifier.editions import Edition, EditionState, Voice, remove_voice
from notifier.engagement.models import Opinion, OpinionState
from notifier.engagement.opinion_words import (
    DID_LIMIT,
    OPINION_THEMES,
    SAID_LIMIT,
    OpinionStateError,
    check_opinion_arrow,
)
from notifier.kit import text
from notifier.kit.errors import BadInputError, ConflictError, NotAllowedError

MEANWHILE = (
    "このご意見は、ほかの人（または別の画面）が先に変えました。"
    "いまの内容を確かめて、もう一度操作してください。"
)


class StaleOpinionError(ConflictError):
    """Somebody else worked on it meanwhile."""


def theme_opinion(
    session: Session, opinion: Opinion, theme: str, *, version: int, by: Actor, now: datetime
) -> None:
    """Say what it is about; an answer already written stays."""
    _take(session, opinion, version)
    if theme not in OPINION_THEMES:
        raise BadInputError("分類を選んでください。", field="theme")
    if opinion.state is OpinionState.NEW:
        check_opinion_arrow(opinion.state, OpinionState.THEMED)
        opinion.state = OpinionState.THEMED
    opinion.theme, opinion.themed_at = theme, now
    words = f"{by.label}がご意見を「{OPINION_THEMES[theme]}」に分けました。"
    _note(session, opinion, words, "theme", by, now)


def answer_opinion(  # noqa: PLR0913 - what was said, what was done, and whether it was taken up
    session: Session,
    opinion: Opinion,
    *,
    said: str,
    did: str,
    is_adopted: bool,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Write (or change) the words for everyone: 「こんな声」 and 「こうしました」."""
    _take(session, opinion, version)
    heard, done = _read(said, "said", SAID_LIMIT), _read(did, "did", DID_LIMIT)
    check_opinion_arrow(opinion.state, OpinionState.ANSWERED)
    if opinion.state is OpinionState.PUBLISHED:
        raise OpinionStateError("公開中の答えは、いったん公開をやめてから直してください。")
    opinion.state = OpinionState.ANSWERED
    opinion.said, opinion.did, opinion.is_adopted = heard, done, is_adopted
    opinion.answered_at, opinion.answered_by = now, by.label
    words = f"{by.label}がご意見への答えを書きました{'（取り入れました）' if is_adopted else ''}。"
    _note(session, opinion, words, "answer", by, now)


def publish_opinion(
    session: Session, opinion: Opinion, *, version: int, by: Actor, now: datetime
) -> None:
    """A named person lets the answer be read by everyone: on the page, and once in an edition."""
    if by.kind != "staff":
        raise NotAllowedError("答えの公開は、名前のある担当者だけができます。")
    _take(session, opinion, version)
    check_opinion_arrow(opinion.state, OpinionState.PUBLISHED)
    opinion.state = OpinionState.PUBLISHED
    opinion.published_at, opinion.published_by = now, by.label
    _note(session, opinion, f"{by.label}がご意見への答えを公開しました。", "publish", by, now)


def take_back_opinion(
    session: Session, opinion: Opinion, *, version: int, by: Actor, now: datetime
) -> list[str]:
    """published → answered; it leaves the drafts that carry it, also on paper.

    What an edition has told stays marked as told, so that better words do not go out a second
    time. EditionStateError while that edition is approved or on its way. Returns the titles of
    the papers that are final and keep it.
    """
    edition = _take_edition(session, opinion)  # before the opinion, as composing does
    _take(session, opinion, version)
    if opinion.edition_id != (edition.id if edition else None):
        raise StaleOpinionError(MEANWHILE)
    check_opinion_arrow(opinion.state, OpinionState.ANSWERED)
    if opinion.state is not OpinionState.PUBLISHED:
        raise OpinionStateError("この答えは、まだ公開していません。")
    voice = Voice(said=opinion.said, did=opinion.did)
    if edition is not None and remove_voice(session, edition, voice, by=by, now=now):
        opinion.edition_id = None
    opinion.state, opinion.published_at, opinion.published_by = OpinionState.ANSWERED, None, ""
    _note(session, opinion, f"{by.label}がご意見への答えの公開をやめました。", "hide", by, now)
    return _take_off_paper(session, opinion, voice, by, now)


def _take_off_paper(
    session: Session, opinion: Opinion, voice: Voice, by: Actor, now: datetime
) -> list[str]:
    final = []
    for paper in editions.printed_with_voices(session, opinion.hub_id):
        if voice not in editions.voices_of(paper):
            continue
        if paper.state is EditionState.APPROVED:
            final.append(paper.title)
        else:
            remove_voice(session, paper, voice, by=by, now=now)
    return final


def _take_edition(session: Session, opinion: Opinion) -> Edition | None:
    session.flush()
    session.refresh(opinion, ["edition_id"])
    if opinion.edition_id is None:
        return None
    edition = session.get_one(Edition, opinion.edition_id)
    session.refresh(edition, with_for_update=True)
    return edition


def _take(session: Session, opinion: Opinion, version: int) -> None:
    session.flush()
    session.refresh(opinion, with_for_update=True)
    if opinion.version != version:
        raise StaleOpinionError(MEANWHILE)


def _read(typed: str, field: str, limit: int) -> str:
    words = text.one_line(typed)
    if not words:
        raise BadInputError("みなさんに見せる文を入れてください。", field=field)
    if len(words) > limit:
        raise BadInputError(f"{limit}文字までにしてください（いま{len(words)}文字）。", field=field)
    return words


def _note(
    session: Session, opinion: Opinion, sentence: str, verb: str, by: Actor, now: datetime
) -> None:
    opinion.version += 1
    audit.write(
        session,
        sentence,
        verb=f"opinion.{verb}",
        subject=("opinion", opinion.id),
        hub_id=opinion.hub_id,
        by=by,
        now=now,
    )
    session.flush()
