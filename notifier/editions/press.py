"""The press: prints what a content group gets, each card once for all groups that have it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from notifier.config import settings
from notifier.editions.around import Around, take_apart
from notifier.editions.card import Card, Frame, card_of, safe
from notifier.editions.formats import html, line, notice, text
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.editions.set_voices import Voice, voices_of
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import Words, say_day, words_of
from notifier.hubs import Hub

WAYS = ("line", "email")
Issue = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Printed:
    """The ready parts of one content group; a part is empty when nothing goes that way.

    The mail's parts come in pieces, which many content groups share, to be joined with nothing.
    """

    line_messages: str
    mail_subject: str
    mail_text: tuple[str, ...]
    mail_html: tuple[str, ...]

    @property
    def mail_pieces(self) -> tuple[str, ...]:
        """All pieces of both parts."""
        return self.mail_text + self.mail_html


@dataclass(frozen=True, slots=True)
class _Ready:
    card: Card
    bubble: str
    text: str
    html: str


class Press:
    """Prints one edition. ``codes`` are link codes by (listing, channel); without a code (a
    draft) the public address itself is used. ``frozen`` keeps the cancelled dates to be named.
    """

    def __init__(
        self,
        edition: Edition,
        hub: Hub,
        views: Sequence[Snapshot],
        *,
        codes: Mapping[tuple[int, str], str],
        frozen: Mapping[int, Snapshot] | None = None,
    ) -> None:
        self._edition = edition
        self._hub = hub
        self._views = {view.listing_id: view for view in views}
        self._frozen = frozen or {}
        self._codes = codes
        kind = kind_of(edition.kind)
        self._folder, self._is_notice = kind.templates, kind.is_notice
        self._line = notice if kind.is_notice else line
        self._may_mail = bool(hub.mail_from and hub.postal_address)
        self._frames: dict[str, Frame] = {}
        self._ready: dict[tuple[int, str], _Ready] = {}
        self._arounds: dict[tuple[Issue, str], Around | None] = {}

    @property
    def masthead(self) -> list[str]:
        """What of the hub stands in every issue, beside the items."""
        hub = self._hub
        return [
            hub.name,
            hub.mail_from,
            hub.mail_from_name,
            hub.postal_address,
            hub.contact,
            settings().base_url,
        ]

    def print_issue(
        self, listing_ids: Sequence[int], language: str, *, ways: Collection[str] = WAYS
    ) -> Printed:
        """The parts for readers who get these items, in this order and language, by ``ways``."""
        frame = self._frame(language)
        ready = [self._card(listing_id, frame.words) for listing_id in listing_ids]
        may_mail = self._may_mail and "email" in ways
        by_line = [one for one in ready if "line" in one.card.outlets and "line" in ways]
        by_mail = [one for one in ready if "email" in one.card.outlets and may_mail]
        return Printed(
            line_messages=self._line.issue(
                frame, [one.card for one in by_line], [one.bubble for one in by_line]
            ),
            mail_subject=self._subject(frame, [one.card for one in by_mail]),
            mail_text=self._set(text.issue, frame, [one.text for one in by_mail]),
            mail_html=self._set(html.issue, frame, [one.html for one in by_mail]),
        )

    def _set(self, issue: Issue, frame: Frame, cards: Sequence[str]) -> tuple[str, ...]:
        """The cards with what stands around them, which is rendered once for all groups."""
        if not cards:
            return ()
        key = (issue, frame.words.language)
        if key not in self._arounds:
            self._arounds[key] = take_apart(lambda marks: issue(frame, marks, folder=self._folder))
        around = self._arounds[key]
        return around.put(cards) if around else (issue(frame, cards, folder=self._folder),)

    def _subject(self, frame: Frame, cards: Sequence[Card]) -> str:
        if not cards:
            return ""
        return notice.subject(frame, cards) if self._is_notice else text.subject(frame, len(cards))

    def _frame(self, language: str) -> Frame:
        words = words_of(language)
        if words.language not in self._frames:
            hub = self._hub
            greeting = self._edition.greeting or words.hello.format(hub=hub.name)
            sender = f"{hub.mail_from_name or hub.name} <{hub.mail_from}>"
            self._frames[words.language] = Frame(
                hub_name=safe(hub.name),
                title=safe(self._edition.title),
                greeting=safe(greeting),
                calendar_url=f"{settings().base_url}/{hub.slug}/",
                sender=safe(sender),
                postal_address=safe(hub.postal_address),
                contact=safe(hub.contact),
                words=words,
                voices=tuple(
                    Voice(safe(one.said), safe(one.did)) for one in voices_of(self._edition)
                ),
            )
        return self._frames[words.language]

    def _card(self, listing_id: int, words: Words) -> _Ready:
        key = (listing_id, words.language)
        if key not in self._ready:
            view = self._views[listing_id]
            card = card_of(view, words, cancelled=self._called_off(view, words))
            mail_url = self._url(view, "email", words)
            self._ready[key] = _Ready(
                card=card,
                bubble=self._line.card(card, self._url(view, "line", words), words),
                text=text.card(card, mail_url, words, folder=self._folder),
                html=html.card(card, mail_url, words, folder=self._folder),
            )
        return self._ready[key]

    def _called_off(self, view: Snapshot, words: Words) -> tuple[str, ...]:
        """Days that were frozen and have been cancelled since."""
        frozen = self._frozen.get(view.listing_id, view)
        if len(frozen.showings) == len(view.showings):
            return ()
        kept = {showing.starts_at for showing in view.showings}
        gone = [one for one in frozen.showings if one.starts_at not in kept]
        return tuple(say_day(one.starts_at.astimezone(view.zone).date(), words) for one in gone)

    def _url(self, view: Snapshot, channel: str, words: Words) -> str:
        """The shared code; a reader of another language arrives on the page in that language."""
        code = self._codes.get((view.listing_id, channel))
        url = f"{settings().base_url}/r/{code}" if code else view.public_url
        return url if words.language == "ja" else f"{url}?lang={words.language}"
