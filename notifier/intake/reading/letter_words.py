"""The sender's own words of a mail: without what was quoted, the signature and the greetings.

Cut only where it is sure; the original keeps all of it. Of a mail that was sent on, what was sent
on is the content, and only the lines of its head (From, Date, …) go.
"""

import re
from dataclasses import dataclass

from notifier.intake.reading.told import label_of

LONGEST_LINE = (
    200  # no mark of a mail program is longer; looking for one in a longer line takes long
)
MOST_SIGNATURE = 12  # lines; what stands behind "--" in longer texts is the text itself
_REPLY = re.compile(
    r"^\s*(?:\[[^\]]{1,20}\]\s*)?(?:Re|RE|re|Aw|返信)\s*(?:\[\d+\]|\^\d+|\d+)?\s*[:：]"
)
_FORWARD = re.compile(r"^\s*(?:Fwd?|FWD?|fwd?|Tr|転送|Wg)\s*[:：]", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|fw|tr|aw|wg|返信|転送)\s*(?:\[\d+\]|\^\d+)?\s*[:：]\s*)+", re.IGNORECASE
)
# 「2026年11月20日(金) 12:00 拠点 <news@example.jp>:」, "On Fri, Nov 20, 2026 … wrote:"
_SAID_BY = re.compile(
    r"^\s*(?:On\s.{5,150}\swrote:|\d{4}[年/-]\s?\d{1,2}[月/-]\s?\d{1,2}日?.{0,120}(?:<[^<>\s]+@[^<>\s]+>|さん(?:が|は)?書きました|wrote|:|：)\s*[:：]?"
    r"|.{1,80}(?:さん|様)?(?:wrote|writes|は書きました|さんのメッセージ)\s*[:：])\s*$"
)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}|_{5,}|={5,})\s*(?:Original Message|Original Appointment|元の?メッセージ|元の?メール|返信元のメッセージ)?\s*-*\s*$",
    re.IGNORECASE,
)
_ORIGINAL_MARK = re.compile(
    r"^\s*-{2,}\s*(?:Original Message|元の?メ(?:ッセージ|ール))\s*-*\s*$", re.I
)
_SENT_ON = re.compile(
    r"^\s*(?:-{2,}\s*(?:Forwarded message|転送(?:された)?メ(?:ッセージ|ール)|Forwarded by.*)\s*-*"
    r"|Begin forwarded message[:：]|転送された?メッセージ[:：]?|Forwarded message:)\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*[*>\s]*(?:From|Sent|Date|To|Cc|Subject|Reply-To|Message-ID|Return-Path|差出人|送信者|送信元|送信日時|送信日|日付|日時|宛先|件名|返信先|CC|送信済み?)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*[*>\s]*(?:From|差出人|送信者|送信元)\s*\*?\s*[:：]", re.IGNORECASE)
_QUOTED = re.compile(r"^\s?[>＞](?![:;(])")
_SIGN = re.compile(r"^\s?[>＞]\s?")
_SIGNED = re.compile(r"^--\s*$")
_RULER = re.compile(
    r"^\s*(?:[-‐–—―─━=＝_＿*＊~〜∽+＋#☆★◇◆○●◎□■♪・.．。:：;／/＼\\|｜♡♥✿❀゜°｡｡･†‡§¨'`^]\s*){8,}$"
)
_REACH = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|〒|(?:TEL|Tel|tel|電話|携帯|FAX|℡)|0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}|https?://"
)
_DATE = re.compile(r"\d{1,2}月\s*\d{1,2}日|\d{1,2}/\d{1,2}|\d{1,2}\s*[:：時]\s*\d{0,2}\s*[〜~～-]")
_SENT_FROM = re.compile(
    r"^\s*(?:iPhone|iPad|Android|Yahoo!|Outlook|Galaxy|Xperia|AQUOS|docomo|ドコモ|au|ソフトバンク).{0,30}(?:から送信|より送信)|^\s*Sent from my .{1,40}$|^\s*.{1,20}から送信(?:されました)?\s*$"
)
_HELLO = re.compile(
    r"^(?:[^\d:：。、]{0,24}(?:様|さま|御中|各位)[、。]?"
    r"|(?:いつも(?:大変)?|大変|平素(?:より|は)?)?(?:お世話に|お世話様|ありがとうござい|突然の(?:メール|ご連絡))[^\d０-９]{0,60}"
    r"|(?:こんにちは|こんばんは|おはようございます|はじめまして|初めまして)[^\d０-９]{0,40})$"
)
_WHO_I_AM = re.compile(
    r"^(?!.*(?:知らせ|案内|情報|開催|募集|です.+です))[^\d:：]{1,40}(?:です|と申します|でございます)[。！!]?$"
)
_BYE = re.compile(
    r"^(?:[^\d０-９]{0,30}(?:よろしく|宜しく)(?:お願い|おねがい|御願い)[^\d０-９]{0,20}|以上(?:です|となります)?[、。]?"
    r"|ありがとうございま(?:す|した)[。！!]*|敬具|草々)$"
)
_INVITES = re.compile(r"問い?合わ?せ|申し?込|予約|参加|対象|無料|[0-9０-９]+\s*円")
_OF_EVENTS = frozenset(
    {
        "title",
        "body",
        "date",
        "start",
        "place",
        "audience",
        "fee",
        "capacity",
        "bring",
        "apply",
        "apply_by",
    }
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """``text`` is what the sender says in this mail."""

    text: str
    is_reply: bool
    is_sent_on: bool


def own_words(subject: str, text: str, *, has_reference: bool) -> OwnWords:
    """The words that are this mail's own; all of ``text`` when nothing else would be left."""
    answers = bool(_REPLY.match(subject))
    is_sent_on = bool(_FORWARD.match(subject)) or (
        not answers and any(_is(_SENT_ON, line) for line in text.splitlines())
    )
    is_reply = not is_sent_on and (answers or has_reference)
    lines = [line.rstrip() for line in text.splitlines()]
    if is_sent_on:
        lines = _unwrapped(lines)
    kept = _without_quotes(lines) if is_reply else lines
    kept = _without_signature(kept)
    kept = _without_greetings(kept)
    words = "\n".join(kept).strip()
    return OwnWords(words or text.strip(), is_reply, is_sent_on)


def bare_subject(subject: str) -> str:
    """The subject without Re:, Fwd:, 返信: …"""
    return _PREFIX.sub("", subject).strip()


def _is(mark: re.Pattern[str], line: str) -> bool:
    return len(line) <= LONGEST_LINE and bool(mark.match(line))


def _unwrapped(lines: list[str]) -> list[str]:
    """What was sent on, without the lines of its head and without the signs of quoting."""
    written = [line for line in lines if line.strip()]
    if sum(map(bool, map(_QUOTED.match, written))) * 2 > len(written):
        lines = [_SIGN.sub("", line) for line in lines]
    out: list[str] = []
    is_head = has_begun = False
    for number, line in enumerate(lines):
        if _is_seam(line) or (not is_head and _begins_head(lines, number)):
            is_head, has_begun = True, bool(_is(_HEAD, line))
        elif is_head and _is(_HEAD, line):
            has_begun = True
        elif is_head and not line.strip() and not has_begun:
            continue
        else:
            is_head = False
            out.append(line)
    return out


def _is_seam(line: str) -> bool:
    return bool(_is(_SENT_ON, line) or _is(_ORIGINAL_MARK, line))


def _begins_head(lines: list[str], number: int) -> bool:
    """「From: …」 with another line of a head behind it."""
    behind = lines[number + 1 : number + 2]
    return bool(_is(_FROM, lines[number])) and any(_is(_HEAD, line) for line in behind)


def _without_quotes(lines: list[str]) -> list[str]:
    """Without lines that begin with a sign of quoting, and without a quoted mail at the end."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        behind = [one for one in lines[number + 1 : number + 4] if one.strip()]
        if _begins_original(line, behind):
            break
        if _QUOTED.match(line):
            continue
        if _is(_SAID_BY, line) and (not behind or _QUOTED.match(behind[0])):
            continue
        kept.append(line)
    return kept


def _begins_original(line: str, behind: list[str]) -> bool:
    """「-----Original Message-----」 or a ruler, and then the head of a mail."""
    if _is(_ORIGINAL, line):
        return bool(behind) and bool(_is(_HEAD, behind[0]))
    return (
        bool(_is(_FROM, line)) and len(behind) > 1 and all(_is(_HEAD, line) for line in behind[:2])
    )


def _without_signature(lines: list[str]) -> list[str]:
    """Without what stands below 「-- 」, or below a ruler and tells how to reach somebody."""
    lines = _trimmed([line for line in lines if not _is(_SENT_FROM, line)])
    last_lines = range(max(0, len(lines) - 1 - MOST_SIGNATURE), len(lines))
    for mark, needs_reach in ((_SIGNED, False), (_RULER, True)):
        for number in last_lines:
            tail = lines[number + 1 :]
            if not _is(mark, lines[number]) or _says_something(tail):
                continue
            if not needs_reach or any(map(_REACH.search, tail)):
                return _trimmed(lines[:number])
    return lines


def _says_something(lines: list[str]) -> bool:
    """A date or a word of an event: such a block is no signature, or not a sure one."""
    return any(
        _DATE.search(line) or _INVITES.search(line) or label_of(line) in _OF_EVENTS
        for line in lines
    )


def _without_greetings(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    greeted = False
    while start < end:
        line = lines[start].strip()
        if line and not _HELLO.match(line) and not (greeted and _WHO_I_AM.match(line)):
            break
        greeted = greeted or bool(line)
        start += 1
    while end > start and (not lines[end - 1].strip() or _BYE.match(lines[end - 1].strip())):
        end -= 1
    return lines[start:end]


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
