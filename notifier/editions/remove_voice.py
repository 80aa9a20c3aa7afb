"""A voice taken back leaves the edition it stood in, until somebody approved that edition."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.set_voices import Voice, voices_of
from notifier.editions.workflow import EditionStateError

ENDED = (EditionState.SENT, EditionState.STOPPED)


def remove_voice(
    session: Session, edition: Edition, voice: Voice, *, by: Actor, now: datetime
) -> bool:
    """Take ``voice`` out of an edition not yet approved; False when the edition told it already.

    Missed, blocked and held editions lose it too: they come back to the desk as they stand.
    EditionStateError while it is approved or on its way: what was approved is what goes.
    """
    take(session, edition)
    if edition.state in ENDED:
        return False
    if edition.state is EditionState.APPROVED:
        raise EditionStateError(
            f"「{edition.title}」にのせて承認したため、いまは取り下げられません。"
            "便の承認を取り消してから、もう一度お試しください。"
        )
    if edition.state is EditionState.DISPATCHING:
        raise EditionStateError(
            f"「{edition.title}」にのせて、いま送っているところです。"
            "送り終わってから、もう一度お試しください。"
        )
    left = list(voices_of(edition))
    if voice in left:
        left.remove(voice)  # one of them: another reader may have said the very same
        edition.voices = [{"said": one.said, "did": one.did} for one in left]
        edition.version += 1
        words = f"「{edition.title}」から、取り下げた声と答えを外しました。"
        note(session, edition, words, verb="voices", by=by, now=now)
        session.flush()
    return True
