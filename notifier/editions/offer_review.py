"""Make a link by which the ward reads an issue before it is printed, without an account."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewLink
from notifier.kit import clock, tokens
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line, shorten

LABEL_LIMIT = 100
LONGEST_DAYS = 60


def offer_review(
    session: Session, edition: Edition, *, label: str, days: int, by: Actor, now: datetime
) -> tuple[ReviewLink, str]:
    """The link and its token, which is shown once and stored only as a hash.

    ``label`` says for whom it is (an office, not a person); it ends after ``days`` (1–60).
    """
    if kind_of(edition.kind).is_sent:
        raise BadInputError("区の確認に出せるのは、印刷する号だけです。")
    who = shorten(one_line(label), LABEL_LIMIT)
    if not who:
        raise BadInputError(
            "だれに見てもらうかを書いてください（例 区こども家庭支援課）。", field="label"
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInputError(f"期限は1日から{LONGEST_DAYS}日のあいだにしてください。", field="days")
    token, token_hash = tokens.new_token()
    link = ReviewLink(
        hub_id=edition.hub_id,
        edition_id=edition.id,
        label=who,
        token_hash=token_hash,
        seen={},
        created_at=now,
        created_by=by.label,
        expires_at=now + timedelta(days=days),
    )
    session.add(link)
    until = clock.say_date(clock.local(link.expires_at).date())
    words = f"{by.label}が「{edition.title}」を{who}の確認に出しました（{until}まで）。"
    note(session, edition, words, verb="offer_review", by=by, now=now)
    session.flush()
    return link, token
