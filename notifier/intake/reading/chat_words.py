"""A chat message parted into the cells of a table: labelled lines first, then its pieces by kind. Pure.

People write 「12月5日(土)10時〜11時半 ベビーマッサージ 南センター 0歳児 無料」 in one breath. Each piece goes
where its own form says; the first that says nothing else is the name, the rest is the text.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from notifier.intake.reading.clocks import CLOCK
from notifier.intake.reading.free_text import DAY
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.small_talk import BREAK, GREETING, without_ending
from notifier.intake.reading.told import labelled_cells, read_label
from notifier.intake.tables.columns import field_of
from notifier.kit.text import fold

TITLE_LIMIT = 40
_SHORT_LABELS = re.compile(
    r"^(?P<open>対象|定員|会場|場所|日時|日程|費用|参加費|料金|持ち物|申込み?|申し込み|問合せ|問い合わせ|主催)(?:は|\s+)(?P<said>\S.*)$"
)
_CHANGED = re.compile(
    r"^(?:やっぱり|やはり|すみません[、。\s]*|訂正(?:です)?[、。:\s]*)?(?P<open>会場|場所|対象|定員|費用|参加費|料金|持ち物|日時|日程)[はがを]"
    r"(?P<said>\S.*?)に(?:変わりました|なりました|変更(?:(?:に|と)なりました|しました|します|です)?)[。!！]?$"
)
_WEEKLY = r"(?:毎週|毎月|第\s*\d(?:\s*[・、,と]\s*第?\s*\d)*\s*)[月火水木金土日]曜?日?(?:\s*[・、,と]\s*[月火水木金土日]曜?日?)*"
_GLUE = r"[\s・、,と~\-]|から|より|まで|開始|頃|ごろ|\((?:[月火水木金土日祝・]|曜日?|祝日)+\)|[月火水木金土日]曜日?|午前|午後|各回?|の"
_A_DAY = re.compile(rf"{DAY}|{_WEEKLY}")
_A_TIME = re.compile(CLOCK)
_WHEN = re.compile(
    rf"(?:{DAY}|{_WEEKLY}|{CLOCK})(?:(?:{_GLUE})*(?:{DAY}|{_WEEKLY}|{CLOCK}))*(?:{_GLUE})*"
)
_PLACE = re.compile(
    r"(?:センター|会館|公園|公民館|[保幼]育園|幼稚園|こども園|図書館|ケアプラザ|プラザ|ホール|[小中]学校|児童館|集会所|ハウス|拠点|教会|ビル|自治会館|集会室|カフェ)"
    r"(?:[\s　]*(?:\d+階|和室|会議室|多目的室|体育室|プレイルーム|\S{0,6}室))?(?:で|にて)?$"
)
_AT = re.compile(r"^(?P<place>\S{2,30}?)(?:にて|で)$")
_AUDIENCE = re.compile(
    r"^(?:対象は?)?(?:\d[\d~・、-]*\s*(?:歳|才|[かカヵケヶ]月)|生後|未就[園学]|乳幼児|乳児|幼児|妊婦|妊娠中|プレママ|マタニティ|どなたでも|だれでも|誰でも|小学生|親子(?:$|で|ど))"
)
_AN_EVENT = re.compile(
    r"(?:会|つどい|集い|教室|講座|講習|ヨガ|体操|マッサージ|広場|ひろば|クラブ|サロン|デー|まつり|祭り?|カフェ|タイム|あそび|遊び|ランド|コンサート|バザー|作り|づくり)$"
)
_ORNAMENTS = re.compile(r"[^\w)）」』】]+$")
_NEXT = re.compile(r"^(?:再来月|来月|今月|来週|今週|次回)の(?=\S{2})")  # its day says it already
_HEADING = re.compile(
    r"(?:お知らせ|ご?案内|予定表?|ご?連絡)$"
)  # 「来月のお知らせ」 stands over a name
_FEE = re.compile(r"^(?:参加費?|費用|料金|会費)?は?(?:無料|[\d,]+\s*円.*|ワンコイン.*)(?:です)?$")
_CAPACITY = re.compile(r"^(?:先着|定員|限定)?\s*\d+\s*(?:組|名|人)(?:まで|限定|程度|先着)?$")
_APPLY = re.compile(r"(?:要|不要)?(?:申し?込み?|予約)|当日(?:直接|受付)|直接(?:会場|お越し)")
_BRING = re.compile(r"^(?:持ち物|もちもの|持物)")
_CONTACT = re.compile(r"電話|TEL|℡|☎|0\d{1,4}-\d{1,4}-\d{3,4}|問い?合", re.IGNORECASE)
_URL = re.compile(r"https?://\S+")
_ENDING = re.compile(
    r"(?:を|が|の)?(?:行い?ます|おこないます|やります|します|開催(?:します|です)?|実施(?:します)?|あります|です)[。!！]?$"
)
_SOON = (("明後日", 2), ("あさって", 2), ("明日", 1), ("あした", 1), ("本日", 0), ("今日", 0))


def cells_of(words: str, *, places: Sequence[str] = (), organiser: str = "") -> dict[str, str]:
    """{field: words} of a message; ``places`` are the venues the hub knows, ``organiser`` its sender.

    Without any other field there is no "title": whoever merely says something names no event.
    """
    cells, loose, _ = labelled_cells(words)
    found: dict[str, list[str]] = {key: [said] for key, said in cells.items() if key}
    rest: list[str] = []
    for line in loose.splitlines():
        named = _short_label(line)
        if named:
            found.setdefault(named[0], []).append(named[1])
        elif line.strip():
            rest += _sort(line.strip(), found, places)
    if found and "title" not in found:
        _name(rest, found, organiser)
    if rest:
        found.setdefault("body", []).extend(rest)
    return {key: _JOINED.get(key, "\n").join(said) for key, said in found.items()}


_JOINED = {"date": " ", "place": " ", "audience": "、", "fee": "、", "contact": " "}


def with_days(words: str, today: date) -> str:
    """「明日」 as the day it is, seen from ``today``."""
    for word, ahead in _SOON:
        day = today + timedelta(days=ahead)
        words = re.sub(rf"{word}(?!の?(?:夜|分))", f"{day.month}月{day.day}日", words)
    return words


def labelled(words: str) -> tuple[str, str] | None:
    """(field, what it is) of a message of one line that names its field: 「会場は北センターです」."""
    if "\n" in words.strip():
        return None
    found = read_label(words) or _short_label(words, _CHANGED) or _short_label(words)
    said = without_ending(found[1]) if found else ""
    return (found[0], said) if found and found[0] and said else None


def holds_several(words: str) -> bool:
    """Whether a message lists items: a day and a name in more than one line."""
    cells, loose, several = labelled_cells(words)
    if several or cells.get("title"):
        return several
    named = 0
    for line in loose.splitlines():
        found: dict[str, list[str]] = {}
        rest = _sort(line, found, ()) if line.strip() else []
        named += bool(found.get("date")) and any(len(fold(piece)) > 1 for piece in rest)
    return named > 1


def names_a_day(words: str) -> bool:
    """Whether a day or a weekly rule stands in the words."""
    return bool(_A_DAY.search(digits(plain(words))))


def _short_label(line: str, form: re.Pattern[str] = _SHORT_LABELS) -> tuple[str, str] | None:
    """「対象は0歳児」: a label without a colon; 「やっぱり会場は北センターになりました」 by ``_CHANGED``."""
    match = form.match(plain(line))
    key = field_of(match["open"]) if match else ""
    said = without_ending(match["said"]) if match else ""
    return (key, _as_written(said, line)) if key and said else None


def _sort(line: str, found: dict[str, list[str]], places: Sequence[str]) -> list[str]:
    """Put the pieces of one line into ``found``; returns those that say nothing by their form."""
    folded = digits(plain(line))
    url = _URL.search(folded)
    if url:
        found.setdefault("url", []).append(url.group())
        folded = folded.replace(url.group(), " ")
    if _A_DAY.search(folded) or ("date" in found and _A_TIME.search(folded)):
        whens = [m.group().strip(" 、,の") for m in _WHEN.finditer(folded)]
        kept = [one for one in whens if _A_DAY.search(one) or _A_TIME.search(one)]
        found.setdefault("date", []).extend(kept)
        folded = _WHEN.sub(" ", folded)
    folded = _known_place(folded, found, places)
    rest = [piece for piece in _pieces(folded) if not _take(piece, found, line)]
    return [_as_written(piece, line) for piece in rest]


def _as_written(piece: str, line: str) -> str:
    """``piece`` as its sender spelled it: widths and numerals are folded for reading only."""
    whole, folded = line.strip(), plain(line)
    at = folded.find(piece)
    if at >= 0 and len(folded) == len(whole):
        return whole[at : at + len(piece)]
    written = (one.strip(" 　、。,・/~-") for one in BREAK.split(line))
    return next((one for one in written if one and digits(plain(one)) == piece), piece)


def _known_place(line: str, found: dict[str, list[str]], places: Sequence[str]) -> str:
    """The longest venue the hub knows that stands in the line, with the room behind it."""
    for place in sorted(places, key=len, reverse=True):
        name = plain(place)
        if len(name) > 2 and name in line and "place" not in found:  # noqa: PLR2004 - 「館」 is no name
            behind = re.match(r"[\s　]*(?:\d+階)?[\s　]*\S{0,6}室", line.split(name, 1)[1])
            room = behind.group() if behind else ""
            found["place"] = [place + room]
            left, right = line.split(name, 1)
            return f"{left} {re.sub(r'^(?:にて|で|の)', ' ', right[len(room) :])}"
    return line


def _pieces(line: str) -> Iterator[str]:
    for piece in BREAK.split(line):
        clean = piece.strip(" 　、。,・/~-")
        if clean and not GREETING.match(clean):
            yield clean


def _take(piece: str, found: dict[str, list[str]], line: str) -> bool:
    """Whether the form of ``piece`` says what it is; then it stands in ``found``."""
    at = _AT.match(piece)
    if "place" not in found and (at or _PLACE.search(piece)):
        place = at["place"] if at else re.sub(r"(?:にて|で)$", "", piece)
        if not _AN_EVENT.search(place) or at:
            found["place"] = [_as_written(place, line)]
            return True
    for key, pattern in (
        ("fee", _FEE),
        ("capacity", _CAPACITY),
        ("bring", _BRING),
        ("contact", _CONTACT),
    ):
        if pattern.search(piece):
            found.setdefault(key, []).append(_as_written(piece, line))
            return True
    if _APPLY.search(piece) and len(piece) <= TITLE_LIMIT:
        found.setdefault("apply", []).append(_as_written(piece, line))
        return True
    if _AUDIENCE.match(piece) and not _AN_EVENT.search(piece):
        told = re.sub("^対象は?", "", _as_written(piece, line))
        found.setdefault("audience", []).append(told)
        return True
    return False


def _name(rest: list[str], found: dict[str, list[str]], organiser: str) -> None:
    """The first piece that is short enough to be a name; what sounds like one goes before others."""
    bare = [_ORNAMENTS.sub("", piece) for piece in rest]
    named = [
        (index, _NEXT.sub("", _ENDING.sub("", piece)).strip(" をがのは"))
        for index, piece in enumerate(bare)
    ]
    fit = [
        (index, name)
        for index, name in named
        if 1 < len(fold(name)) <= TITLE_LIMIT and fold(name) != fold(organiser)
    ]
    likely = [one for one in fit if _AN_EVENT.search(one[1])]
    rather = [one for one in fit if not _HEADING.search(one[1])]
    for index, name in (likely or rather or fit)[:1]:
        found["title"] = [name]
        del rest[index]
