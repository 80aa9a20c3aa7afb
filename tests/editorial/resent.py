"""One month's real items, sent again by other people who spell them otherwise. Deterministic.

The spellings here are written down independently of those the matcher knows: some it has never
heard of (さくひん for 作品), and typing errors nobody can list.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from notifier.intake import ListingDraft
from notifier.kit.clock import TOKYO

_HALF_KATAKANA = {
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF71, 0xFF9E)
}
_KANA = {
    "広場": "ひろば",
    "遊": "あそ",
    "絵本": "えほん",
    "親子": "おやこ",
    "子育て": "こそだて",
    "教室": "きょうしつ",
    "相談": "そうだん",
    "作": "つく",
    "読み聞かせ": "よみきかせ",
    "誕生": "たんじょう",
    "夏休み": "なつやすみ",
    "児童館": "じどうかん",
    "健康": "けんこう",
    "大会": "たいかい",
    "作品": "さくひん",
    "水": "みず",
    "講座": "こうざ",
    "楽し": "たのし",
    "小学生": "しょうがくせい",
}
_KANJI = {"あそ": "遊", "こども": "子供", "ひろば": "広場", "つく": "作", "おやこ": "親子"}
_TYPOS = {
    "未就園": "未収園",
    "保育所": "保育園",
    "検診": "健診",
    "体操": "体そう",
    "お友達": "おともだち",
}
_PAIRS = str.maketrans("「」（）()", "『』〈〉【】")
_SUBTITLE = re.compile(r"[「『（(【・　].*$|^「|」$")
_NOTE = re.compile(r"[（(].*?[)）]|　.*$|　?共催.*$")
_TOWN = re.compile(r"^(?:輪島市|珠洲市|穴水町|能登町|石川県)(?:立|役所)?")

Change = Callable[[ListingDraft], ListingDraft]


def _swap(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _titled(change: Callable[[str], str]) -> Change:
    return lambda draft: replace(draft, title=change(draft.title) or draft.title)


def _placed(change: Callable[[str], str]) -> Change:
    return lambda draft: replace(draft, place_name=change(draft.place_name) or draft.place_name)


def _spaced(text: str) -> str:
    middle = len(text) // 2
    return f"{text[:middle]}　{text[middle:]}"


def _slip(text: str) -> str:
    """One letter left out, as one does on a telephone's keyboard."""
    middle = len(text) // 2
    return text[:middle] + text[middle + 1 :] if len(text) > 4 else text


def _shortened(place: str) -> str:
    short = _TOWN.sub("", _NOTE.sub("", place).split("・")[0])
    return short.replace("子育て支援センター", "支援センター").replace("認定こども園", "")


CHANGES: dict[str, Change] = {
    "full width": _titled(_wide),
    "half width": _titled(lambda text: _swap(text, _HALF_KATAKANA)),
    "spaces": _titled(_spaced),
    "kanji to kana": _titled(lambda text: _swap(text, _KANA)),
    "kana to kanji": _titled(lambda text: _swap(text, _KANJI)),
    "usual slips": _titled(lambda text: _swap(text, _TYPOS)),
    "a letter lost": _titled(_slip),
    "brackets": _titled(lambda text: text.translate(_PAIRS)),
    "in brackets": _titled(lambda text: f"【{text}】のご案内"),
    "subtitle lost": _titled(lambda text: _SUBTITLE.sub("", text).strip()),
    "place shortened": _placed(_shortened),
    "place in kana": _placed(lambda place: _swap(place, _KANA)),
    "place with its room": _placed(lambda place: f"{place}２階"),
}
_NAMES = list(CHANGES)


def again(draft: ListingDraft, number: int, sender: int) -> tuple[ListingDraft, tuple[str, str]]:
    """The item as another sender (1, 2 …) writes it, with two changes, and which they are."""
    first = (number * 5 + sender * 3) % len(_NAMES)
    second = (first + 1 + (number + sender * 4) % (len(_NAMES) - 1)) % len(_NAMES)
    names = (_NAMES[first], _NAMES[second])
    for name in names:
        draft = CHANGES[name](draft)
    return draft, names


def form_fields(draft: ListingDraft) -> dict[str, str]:
    """The item typed into our form."""
    fields = {
        "title": draft.title,
        "organiser": draft.organiser,
        "place_name": draft.place_name,
        "audience_text": draft.audience_text,
        "fee_text": draft.fee_text,
        "contact_public": draft.contact_public,
        "body": draft.body,
    }
    for n, row in enumerate(draft.occurrences[:6], start=1):
        start = row.starts_at.astimezone(TOKYO)
        fields[f"date_{n}"] = start.date().isoformat()
        fields[f"start_{n}"] = "" if row.all_day else start.strftime("%H:%M")
        if row.ends_at and not row.all_day:
            fields[f"end_{n}"] = row.ends_at.astimezone(TOKYO).strftime("%H:%M")
    return fields


def calendar(drafts: list[ListingDraft]) -> bytes:
    """The items as a calendar program exports them: no sender, no audience, half the words."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//resent//JA"]
    for number, draft in enumerate(drafts):
        row = min(draft.occurrences, key=lambda one: one.starts_at)
        lines += ["BEGIN:VEVENT", f"UID:resent-{number}@example.jp"]
        if row.all_day:
            lines += [f"DTSTART;VALUE=DATE:{row.starts_at.astimezone(TOKYO):%Y%m%d}"]
        else:
            lines += [f"DTSTART:{row.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
            if row.ends_at:
                lines += [f"DTEND:{row.ends_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
        lines += [f"SUMMARY:{_escaped(draft.title)}", f"LOCATION:{_escaped(draft.place_name)}"]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", " ")
