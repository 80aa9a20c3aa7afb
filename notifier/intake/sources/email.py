"""A mail somebody wrote: its own words become a draft, its subject is a hint at the title.

What hangs on it is sorted by what the house can do with it: calendars and tables are imported as
such files always are, pictures and PDFs stay with the item, the rest is named.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, Reading
from notifier.intake.feed_document import mark
from notifier.intake.reading.html_text import mail_text
from notifier.intake.reading.letter_words import OwnWords, bare_subject, own_words
from notifier.intake.reading.told import read_told
from notifier.intake.reading.years import Reference
from notifier.kit import clock
from notifier.kit.text import fold
from notifier.mailroom import IncomingMail, MailFile

KEY = "email"
LONGEST_ORIGINAL = 100_000  # letters a page can still show
DECORATION = 12_000  # bytes; a smaller picture inside the text is a logo or a smiley
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_TABLES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")
_TABLE_TYPES = frozenset(
    {
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".pdf", ".heic", ".heif", ".tif", ".tiff")
_CARDS = (".vcf", ".p7s", ".asc", ".sig")
_IN_BRACKETS = re.compile(
    r"^[【\[(（][^】\])）]*(?:掲載|依頼|投稿|情報|原稿|お願い|至急|再送)[^】\])）]*[】\])）]\s*"
)
_BEHIND = re.compile(
    r"(?:の?(?:掲載|投稿)?(?:について|の件|の?(?:お知らせ|ご?案内|ご?連絡|お願い|原稿|ちらし|チラシ)(?:です)?|の?掲載(?:依頼|希望)?))+$"
)
_SAYS_NOTHING = re.compile(
    r"(?:無題|件名なし|\(?no subject\)?|test|テスト|お?知らせ|ご?案内|ご?連絡|掲載(?:の?(?:お願い|依頼|希望|について))?|"
    r"(?:イベント|行事|子育て)?情報(?:提供|です)?|投稿|原稿|ちらし|チラシ|フライヤー|よろしく.*|お願い.*|添付.*|送付.*|お世話.*|こんにち.*)?[。！!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SortedFiles:
    """What hangs on a mail, by what can be done with it; ``left`` are named and not taken."""

    calendars: tuple[MailFile, ...]
    tables: tuple[MailFile, ...]
    pictures: tuple[MailFile, ...]
    left: tuple[MailFile, ...]


def read_mail(mail: IncomingMail, *, today: date, zone: ZoneInfo) -> ListingDraft:
    """The draft made of the mail's own words; ``today`` is the day it came.

    A year that is not said is told from the day the mail was sent, where it tells one.
    """
    told = words_of(mail)
    title = _title(mail.subject)
    reference = Reference(written_on(mail, today=today, zone=zone))
    draft = read_told(told.text, title=title, reference=reference, zone=zone)
    if title and draft.title == title:
        hint = Reading("title", title, mail.subject, sure=False)
        draft = replace(draft, readings=(hint, *draft.readings))
    return replace(draft, external_id=identity(mail))


def words_of(mail: IncomingMail) -> OwnWords:
    """The mail's own words, without quotes, signature and greetings where that is sure."""
    text = whole_text(mail)[:LONGEST_ORIGINAL]
    return own_words(mail.subject, text, has_reference=bool(mail.answers))


def whole_text(mail: IncomingMail) -> str:
    """All words of the mail as text, as they were sent.

    Relays hang a line of text on a letter in HTML, and a letter in HTML hangs on another one.
    """
    words = mail_text(mail.html)
    if fold(words) in fold(mail.text):  # nothing new, or the same letter a second time
        return mail.text
    return f"{mail.text}\n\n{words}" if mail.text.strip() else words


def original_of(mail: IncomingMail, *, zone: ZoneInfo, answers: str = "") -> dict[str, str]:
    """What arrived, as rows a person reads: who, when, the whole text, the names of all files."""
    sender = f"{mail.sender_name} <{mail.sender}>" if mail.sender else mail.sender_name
    text = whole_text(mail)
    more = "\n（長いため、ここまでを残しています。）" if len(text) > LONGEST_ORIGINAL else ""
    found = {
        "from": sender.strip(),
        "sent": _moment(mail.sent_at, zone) if mail.sent_at else "",
        "subject": mail.subject,
        "answers": answers,
        "text": text[:LONGEST_ORIGINAL] + more,
        "files": "、".join(_said(file) for file in mail.files),
    }
    return {name: words for name, words in found.items() if words}


def sort_files(files: Iterable[MailFile]) -> SortedFiles:
    """Each file once, by its name and type; nothing about its content is believed yet."""
    sorts: dict[str, list[MailFile]] = {"calendar": [], "table": [], "picture": [], "left": []}
    seen: set[str] = set()
    for file in files:
        digest = hashlib.sha256(file.data).hexdigest()
        if file.data and digest in seen:  # an invitation carries its calendar twice
            continue
        seen.add(digest)
        sorts[_sort(file)].append(file)
    return SortedFiles(*(tuple(found) for found in sorts.values()))


def unread(mail: IncomingMail, files: SortedFiles) -> tuple[str, ...]:
    """What to say about all that could not be read or taken.

    Cards and seals of mail programs go unsaid.
    """
    refused = (
        f"添付の「{file.filename}」は受け取れません（写真かPDF、表、カレンダーだけを受け取れます）。"
        "中身を本文に書くか、PDFにして送ってください。"
        for file in files.left
        if file.data and not _is_decoration(file) and not file.filename.lower().endswith(_CARDS)
    )
    return (*mail.problems, *refused)


def identity(mail: IncomingMail) -> str:
    """The same mail fetched twice is one; another mail under its Message-ID is another one.

    The words count too: a Message-ID can be copied, and some programs give the same one always.
    """
    files = (hashlib.sha256(file.data).hexdigest() for file in mail.files)
    when = "" if mail.message_id else str(mail.sent_at)
    words = (mail.subject, mail.text, mail.html)
    return "m:" + mark(mail.message_id, when, mail.sender, *words, *files)


def written_on(mail: IncomingMail, *, today: date, zone: ZoneInfo) -> date:
    """The day the mail was sent, where it tells one that can be."""
    if mail.sent_at and mail.sent_at >= EARLIEST:
        sent_on = clock.local(mail.sent_at, zone).date()
        if sent_on <= today + timedelta(days=1):
            return sent_on
    return today


def _title(subject: str) -> str:
    """「【掲載依頼】12月のおはなし会のお知らせ」 is about 「12月のおはなし会」; 「お知らせ」 about nothing."""
    words = _IN_BRACKETS.sub("", bare_subject(subject))
    short = _BEHIND.sub("", words).strip(" 　「」『』")
    return "" if _SAYS_NOTHING.fullmatch(short) else short


def _sort(file: MailFile) -> str:
    name = file.filename.lower()
    if file.media_type == "text/calendar" or name.endswith(".ics"):
        return "calendar"
    if name.endswith(_TABLES) or file.media_type in _TABLE_TYPES:
        return "table"
    if _is_decoration(file) or not file.data:
        return "left"
    is_picture = name.endswith(_PICTURES) or file.media_type.startswith("image/")
    return "picture" if is_picture or file.media_type == "application/pdf" else "left"


def _is_decoration(file: MailFile) -> bool:
    is_picture = file.media_type.startswith("image/")
    return is_picture and file.is_inline and len(file.data) < DECORATION


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """「2026年11月20日(金) 11:00」: an old mail may be handed in."""
    return f"{clock.say_full_date(at.astimezone(zone).date())} {clock.say_time(at, zone)}"


def _said(file: MailFile) -> str:
    return f"{file.filename}（{max(1, round(len(file.data) / 1024)):,}KB）"
