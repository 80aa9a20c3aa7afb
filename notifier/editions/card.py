"""An item as readers see it: the snapshot put into short sentences, the same for every format."""

from dataclasses import dataclass

from notifier.editions.set_voices import Voice
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import Words, say_day, say_moment, say_showing
from notifier.kit import text
from notifier.listings import is_only_the_amount
from notifier.taxonomy import ages, say_set_phrase

DATES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader reads of one item. Every field is plain text from people: never markup."""

    listing_id: int
    title: str
    when: tuple[str, ...]
    first_when: str
    place: str
    audience: str
    fee: str
    apply: str
    apply_by: str
    organiser: str
    contact: str
    bring: str
    weather: str
    body: str
    note: str
    outlets: tuple[str, ...]
    language: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the cards of one issue."""

    hub_name: str
    title: str
    greeting: str
    calendar_url: str
    sender: str
    postal_address: str
    contact: str
    words: Words
    voices: tuple[Voice, ...] = ()


def card_of(snapshot: Snapshot, words: Words, *, cancelled: tuple[str, ...] = ()) -> Card:
    """The card of a snapshot; ``cancelled`` are dates called off since, already in words."""

    def said(name: str) -> str:
        """The words of a field in the reader's language, else as the group wrote them."""
        return _own(snapshot, words, name) or str(getattr(snapshot, name))

    when = _when(snapshot, words)
    note = words.cancelled_dates.format(days="、".join(cancelled)) if cancelled else ""
    return Card(
        listing_id=snapshot.listing_id,
        title=safe(text.one_line(said("title"))),
        when=when,
        first_when=when[0],
        place=safe(_joined(snapshot.place_name, snapshot.place_address)),
        audience=safe(_audience(snapshot, words)),
        fee=safe(_fee(snapshot, words)),
        apply=safe(text.one_line(said("apply_text"))),
        apply_by=_apply_by(snapshot, words),
        organiser=safe(text.one_line(snapshot.organiser)),
        contact=safe(text.one_line(snapshot.contact_public)),
        bring=safe(text.one_line(said("bring_text"))),
        weather=safe(text.one_line(said("weather_text"))),
        body=safe(text.clean(said("body"))),
        note=note,
        outlets=snapshot.outlets,
        language=words.language if words.language in snapshot.wordings else "ja",
        reason=safe(text.one_line(said("reason"))),
    )


def safe(words: str) -> str:
    """No sender's text may look like our personal marks (%%SETTINGS_URL%% and its like)."""
    return words.replace("%%", "％％")


def _when(snapshot: Snapshot, words: Words) -> tuple[str, ...]:
    if not snapshot.showings:
        if snapshot.expires_on is None:
            return (words.news,)
        return (words.until.format(day=say_day(snapshot.expires_on, words)),)
    shown = [say_showing(one, snapshot, words) for one in snapshot.showings[:DATES_SHOWN]]
    rest = len(snapshot.showings) - DATES_SHOWN
    if rest > 0:
        shown.append(words.and_more.format(count=rest))
    return tuple(shown)


def _audience(snapshot: Snapshot, words: Words) -> str:
    own = _own(snapshot, words, "audience_text")
    if own or (snapshot.audience_text and words.language == "ja"):
        return text.one_line(own or snapshot.audience_text)
    if snapshot.min_months is None and snapshot.max_months is None:
        return text.one_line(snapshot.audience_text) or words.everyone
    spoken = ages.say_months(snapshot.min_months, snapshot.max_months, words.language)
    original = text.one_line(snapshot.audience_text)
    return f"{spoken}（{original}）" if original else spoken


def _fee(snapshot: Snapshot, words: Words) -> str:
    own, yen = _own(snapshot, words, "fee_text"), snapshot.fee_yen
    added = text.one_line(own or snapshot.fee_text)
    if yen is None or (words.language == "ja" and added):
        return added or words.not_said
    amount = words.yen.format(yen=f"{yen:,}") if yen else words.free
    if is_only_the_amount(text.one_line(snapshot.fee_text), yen):
        return amount
    return f"{amount}（{added}）"


def _own(snapshot: Snapshot, words: Words, name: str) -> str:
    written = snapshot.wordings.get(words.language, {}).get(name, "")
    return written or say_set_phrase(name, str(getattr(snapshot, name)), words.language)


def _apply_by(snapshot: Snapshot, words: Words) -> str:
    if snapshot.apply_by_at is None:
        return ""
    return words.deadline + say_moment(snapshot.apply_by_at, snapshot, words)


def _joined(name: str, address: str) -> str:
    name, address = text.one_line(name), text.one_line(address)
    if not address or address in name:
        return name
    return f"{name}（{address}）" if name else address
