"""The kinds of edition: one entry each; a new kind is a templates folder and one line here.

Kinds are an open set of text keys (no migration). A kind stands here only when it works.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from notifier.kit.errors import BadInputError, ConflictError

MONTH_DAYS = 31
BOARD_DAYS = 28  # a sheet hangs four weeks at most
SPECIAL_DAYS = 183  # two special issues a year


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of edition is.

    ``horizon_days`` counts from the send day; ``max_cards`` is the most a reader gets at once;
    ``is_scheduled`` says whether it follows the hub's weekly slot. ``channels`` are the ways it is
    sent to readers: a kind without any is never dispatched, its approved files are what leaves the
    house. ``outlets`` are the groups' wishes (掲載先) that let an item in. A monthly kind is of
    the first of its month and tells the whole month. ``formats`` are the files of a printed kind
    (keys of ``formats.PAPER``). ``keeps_news`` tells information as long as it holds, not once;
    ``is_evergreen`` tells information alone, nothing with a date. An archived kind may be read by
    anyone after it left the house. A notice says that something does not take place: it goes at
    once, and to exactly those who were told.
    """

    key: str
    name: str
    horizon_days: int
    channels: tuple[str, ...]
    max_cards: int
    templates: str
    is_scheduled: bool
    outlets: tuple[str, ...]
    is_monthly: bool = False
    formats: tuple[str, ...] = ()
    keeps_news: bool = False
    is_evergreen: bool = False
    is_archived: bool = True
    is_notice: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether readers are written to, at a time; otherwise people print and carry it."""
        return bool(self.channels)

    def day(self, on: date) -> date:
        """The day an edition of this kind stands under when ``on`` is asked for."""
        return on.replace(day=1) if self.is_monthly else on

    def last_day(self, on: date) -> date:
        """The last day an edition of ``on`` tells of."""
        if self.is_monthly:
            return (on.replace(day=1) + timedelta(days=MONTH_DAYS)).replace(day=1) - timedelta(
                days=1
            )
        return on + timedelta(days=self.horizon_days)

    def title(self, on: date) -> str:
        """「11月21日号 今週のおでかけ」, 「通信 2026年12月号」."""
        if self.is_monthly:
            return f"{self.name} {on.year}年{on.month}月号"
        if not self.is_sent:
            return f"{self.name} {on.year}年{on.month}月{on.day}日"
        return f"{on.month}月{on.day}日号 {self.name}"

    def file_name(self, on: date, suffix: str) -> str:
        """「newsletter-2026-12.pdf」, 「board-2026-11-20.a3.pdf」."""
        day = f"{on:%Y-%m}" if self.is_monthly else f"{on:%Y-%m-%d}"
        return f"{self.key}-{day}.{suffix}"


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="weekly",
            name="今週のおでかけ",
            horizon_days=14,
            channels=("line", "email"),
            max_cards=10,
            templates="editions/weekly",
            is_scheduled=True,
            outlets=("line", "email"),
        ),
        Kind(
            key="notice",
            name="中止のお知らせ",
            horizon_days=0,
            channels=("line", "email"),
            max_cards=1,
            templates="editions/notice",
            is_scheduled=False,
            outlets=("line", "email"),
            is_notice=True,
            is_archived=False,
        ),
        Kind(
            key="newsletter",
            name="通信",
            horizon_days=MONTH_DAYS,
            channels=(),
            max_cards=0,
            templates="editions/newsletter",
            is_scheduled=False,
            outlets=("newsletter",),
            is_monthly=True,
            formats=("docx", "pdf", "txt", "ward.txt"),
        ),
        Kind(
            key="special",
            name="通信 特別号",
            horizon_days=SPECIAL_DAYS,
            channels=(),
            max_cards=0,
            templates="editions/newsletter",
            is_scheduled=False,
            outlets=("newsletter",),
            formats=("docx", "pdf", "txt"),
            keeps_news=True,
            is_evergreen=True,
        ),
        Kind(
            key="board",
            name="掲示の紙",
            horizon_days=BOARD_DAYS,
            channels=(),
            max_cards=0,
            templates="editions/board",
            is_scheduled=False,
            outlets=("board",),
            formats=("pdf", "a3.pdf", "txt"),
            keeps_news=True,
            is_archived=False,  # a sheet for one wall, good until its date
        ),
    )
}


class UnknownKindError(BadInputError):
    """A kind of edition nobody wrote yet."""


class NotSentError(ConflictError):
    """The deed is about sending, and this kind of edition is printed, not sent."""


def require_sent(key: str) -> None:
    """Refuse deeds of sending for a kind that is not sent to readers."""
    if not kind_of(key).is_sent:
        raise NotSentError(
            f"「{kind_of(key).name}」は、LINEやメールでは送りません。"
            "承認したあと、ファイルを受け取って印刷してください。"
        )


def kind_of(key: str) -> Kind:
    """The kind called ``key``. Raises ``UnknownKindError`` naming those we can make."""
    try:
        return KINDS[key]
    except KeyError:
        names = "、".join(f"{kind.key}（{kind.name}）" for kind in KINDS.values())
        raise UnknownKindError(
            f"「{key}」という種類の便はまだ作れません。作れる便: {names}", field="kind"
        ) from None
