"""What an answer means and when to try again: LINE's outcome table as a pure function.

Source: LINE's documentation on retrying API requests; reasons in docs/adr/0003-sent-is-not-
delivered.md. A retry key is remembered for 24 h, so automatic retries stop after 23 h.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal[
    "accepted", "retry", "quota", "new_token", "bad_recipient", "rejected", "late", "unknown"
]

REMEMBERED_FOR = timedelta(hours=24)
GIVE_UP_AFTER = timedelta(hours=23)
PAUSES = (2, 8, 30, 120, 600, 1800)
RATE_PAUSE_SECONDS = 30
LONGER_BY = 0.5  # of a pause, at most
GOLDEN = 0.6180339887498949
LATE = "送る時刻を大きく過ぎたため、自動では送りませんでした。"
NEW_LOGIN: Kind = "new_token"
REFUSED_CHANNEL = (
    "LINEアカウントの認証が通りません。設定の画面でチャネルIDとシークレットを確かめてください。"
)
_RECIPIENT = re.compile(r"to\[(\d+)\]")

OK_FROM, OK_TO = 200, 300
BAD_REQUEST, UNAUTHORIZED, CONFLICT, TOO_MANY = 400, 401, 409, 429
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one call; ``status`` 0 is no answer at all.

    ``was_sent`` is false when the request surely never left this machine; ``why`` says what kept it
    when that was not LINE.
    """

    status: int
    body: str = ""
    was_sent: bool = True
    why: str = ""

    @property
    def leaves_doubt(self) -> bool:
        """Whether LINE may have accepted the request all the same."""
        return self.was_sent and (self.status == 0 or self.status >= SERVER_ERROR)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do with the batch; ``reason`` is a sentence for staff."""

    kind: Kind
    reason: str = ""
    next_try_at: datetime | None = None
    index: int | None = None


ACCEPTED = Outcome("accepted")


@dataclass(frozen=True, slots=True)
class Until:
    """How long the same call may be made again; ``late_at`` is None while it is in doubt."""

    gives_up_at: datetime
    late_at: datetime | None


def is_accepted(answer: Answer) -> bool:
    """Whether LINE has the request, by this call or by an earlier one under the same key."""
    is_yes = OK_FROM <= answer.status < OK_TO or answer.status == CONFLICT
    return is_yes and answer.was_sent  # what never left is no yes, whatever the token's door said


def judge(  # noqa: PLR0913 - the facts the table goes by
    answer: Answer,
    *,
    batch_id: int,
    attempts: int,
    first_attempt_at: datetime,
    late_at: datetime,
    quota_is_short: bool | None = None,
    is_in_doubt: bool = False,
    is_new_token: bool = False,
    now: datetime,
) -> Outcome:
    """The outcome of a LINE send.

    ``attempts`` counts how often the batch was taken, this time included. ``quota_is_short`` is
    what the quota endpoints said after a 429 (None otherwise): the two meanings of 429 are told apart by them,
    never by the text. ``is_in_doubt``: an earlier call under this key may have been accepted, and
    then its own messages are what the month lacks; only the same key can tell. ``is_new_token``:
    the call before this one was refused with 401, so a second 401 is about the channel.

    ``late_at``: from then on nothing is sent without a person. A call in doubt is no new sending:
    it is asked about until LINE forgets its key. ``batch_id`` spreads the pauses.
    """
    status = answer.status
    is_doubtful = is_in_doubt or answer.leaves_doubt
    until = Until(gives_up_at(first_attempt_at), None if is_doubtful else late_at)
    if is_accepted(answer):
        return ACCEPTED
    if status == TOO_MANY:
        is_short = bool(quota_is_short) and not is_in_doubt
        pause = spread(max(RATE_PAUSE_SECONDS, _pause(attempts)), batch_id)
        return _too_many(pause, until, now, is_short=is_short)
    if status == UNAUTHORIZED:
        return _unauthorized(now, is_new_token=is_new_token)
    if status == BAD_REQUEST:
        return _bad_request(answer.body)
    if status == 0 or status >= SERVER_ERROR:
        pause = spread(_pause(attempts), batch_id)
        return _again(pause, until, now, answer.why or _no_answer(status))
    return Outcome("rejected", f"LINEが送信を受け付けませんでした（状態 {status}）。")


def spread(seconds: int, batch_id: int) -> timedelta:
    """A pause, for some batches up to half as long again: those of many hubs that failed at one
    moment do not come again at one.

    Always the same for a batch. Multiples of the golden ratio keep any run of numbers far apart.
    """
    return timedelta(seconds=seconds * (1 + LONGER_BY * (batch_id * GOLDEN % 1)))


def mail_pause(attempts: int) -> timedelta:
    """How long a mail batch waits when the relay cannot be reached."""
    return timedelta(seconds=_pause(attempts))


def gives_up_at(first_attempt_at: datetime) -> datetime:
    """From then on LINE may have forgotten the key: the same call could be a second message."""
    return first_attempt_at + GIVE_UP_AFTER


def is_remembered(first_attempt_at: datetime, *, now: datetime) -> bool:
    """Whether LINE surely still knows a key first used then.

    What lies ahead was begun before the clock was set back, nobody knows how long ago; by no more
    than the hour between our end and LINE's it is still within LINE's.
    """
    latest = now + (REMEMBERED_FOR - GIVE_UP_AFTER)
    return first_attempt_at <= latest and now < gives_up_at(first_attempt_at)


def _too_many(pause: timedelta, until: Until, now: datetime, *, is_short: bool) -> Outcome:
    if is_short:
        return Outcome("quota", "今月のLINEの通数が足りません。")
    return _again(pause, until, now, "LINEが混み合っています。")


def _unauthorized(now: datetime, *, is_new_token: bool) -> Outcome:
    if is_new_token:
        return Outcome("rejected", REFUSED_CHANNEL)
    return Outcome(NEW_LOGIN, "LINEの認証を取り直します。", now)


def _bad_request(body: str) -> Outcome:
    found = _RECIPIENT.search(body)
    if found:
        return Outcome(
            "bad_recipient", "LINEの宛先が正しくない人がいます。", index=int(found.group(1))
        )
    return Outcome("rejected", "LINEが内容を受け付けませんでした（状態 400）。")


def _again(pause: timedelta, until: Until, now: datetime, reason: str) -> Outcome:
    next_try_at = now + pause
    if until.late_at is not None and next_try_at > until.late_at:
        return Outcome("late", f"{reason}{LATE}")
    if next_try_at >= until.gives_up_at:
        return Outcome("unknown", f"{reason}23時間試しましたが、届いたかどうか確かめられません。")
    return Outcome("retry", reason, next_try_at)


def _no_answer(status: int) -> str:
    if status == 0:
        return "LINEから応答がありません。"
    return f"LINEの側で不調がありました（状態 {status}）。"


def _pause(attempts: int) -> int:
    return PAUSES[min(attempts, len(PAUSES)) - 1]
