"""A running text (a mail, a chat message) becomes a draft: labelled lines first, then its sentences.

「【日時】…」「場所：…」「・対象　…」 are read as the cells of a table would be. A date that stands in
a sentence alone may be any date (「先日10日はありがとうございました」), so it is read and asked.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, Question, Reading
from notifier.intake.reading.compose import compose
from notifier.intake.reading.free_text import DAY
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.years import Reference
from notifier.intake.tables.columns import field_of

LONGEST = 20_000  # letters looked at; the original keeps all of it
LONGEST_CELL = 2_000  # reading takes time that grows with the square of a text
BODY_LIMIT = 4_000
_MOST_LINES = 6  # sentences with a date that are read together
_LABEL = 14
_MARKS = "・●○◎■□◆◇▼▽▲△★☆＊*※◉✿♪♥❤→▶►➡–—-"
_MARKED = re.compile(
    rf"^[\s　]*(?P<mark>[{_MARKS}]*(?:[①-⑳]|[(（]?\d{{1,2}}[.)）．])?)[\s　]*(?P<rest>.*)$"
)
_BRACKETED = re.compile(
    rf"^[【\[［〔《<＜〈](?P<label>[^】\]］〕》>＞〉]{{1,{_LABEL}}})[】\]］〕》>＞〉][\s　]*[:：]?(?P<said>.*)$"
)
_COLON = re.compile(rf"^(?P<label>[^:：]{{1,{_LABEL}}})[:：](?P<said>.*)$")
_WIDE = re.compile(r"　|\s{2,}|\t")
_GAP = re.compile(r"[ \t　]{9,}")
_INDENTED = re.compile(r"^(?:[\s　]+|[※（(])\S")
# Words of letters that no heading of a table has, or that mean another thing there.
_OWN = {
    "名前": "contact_person", "お名前": "contact_person", "氏名": "contact_person",
    "お申込み": "apply", "お申し込み": "apply", "お申込": "apply", "参加方法": "apply",
    "申込み方法": "apply", "お申込み方法": "apply", "お申し込み方法": "apply",
    "申込み問合せ": "apply", "申込問合せ": "apply", "申し込み問い合わせ": "apply",
    "申込み問い合わせ": "apply", "お申込みお問合せ": "apply", "問合せ申込み": "apply",
    "お申し込みお問い合わせ": "apply", "申込み締切": "apply_by", "申し込み締切": "apply_by",
    "しめきり": "apply_by", "〆切": "apply_by",
    "お問合せ先": "contact", "お問い合せ": "contact", "お問い合せ先": "contact",
    "日時場所": "", "対象定員": "audience", "対象人数": "audience", "集合場所時間": "",
    "雨の場合": "weather", "雨天のとき": "weather", "服装持ち物": "bring", "持ち物服装": "bring",
    "持ってくるもの": "bring", "もちもの服装": "bring", "料金": "fee", "会費": "fee",
    "日程": "date", "日時": "date", "とき": "date", "ところ": "place",
}  # fmt: skip
_DROP = re.compile(r"[\s　・/／&＆と]+")
_DATED = re.compile(rf"{DAY}|毎[週月日]|第\s*\d")
_ELSEWHERE = re.compile(
    r"締め?切|〆切|必着|申し?込み?(?:は|期限)|までに(?:ご)?(?:連絡|返信|回答|掲載)"
)
_SEVERAL = (
    "日時か行事名が2つ以上書かれています。別々の行事なら、1つずつ分けて送ってください。"
    "同じ行事なら、このままで大丈夫です。"
)


def read_told(text: str, *, title: str = "", reference: Reference, zone: ZoneInfo) -> ListingDraft:
    """The draft a person would make of ``text``; ``title`` is what stood over it (a subject).

    Asks for what an item cannot start without (what, when, where, for whom), as the form does.
    """
    cells, rest, several = labelled_cells(_GAP.sub(" " * 8, text[:LONGEST]))
    cells.setdefault("title", title)
    body = "\n".join(filter(None, (rest, cells.get("body", "")))).strip()
    cells["body"] = body[:BODY_LIMIT]
    is_labelled = bool(cells.get("date") or cells.get("start"))
    if not is_labelled:
        cells["date"] = _dated_lines(rest)
    draft = compose(cells, reference=reference, zone=zone)
    asks = [Question("when", _SEVERAL)] if several else []
    if draft.occurrences and not is_labelled:
        draft = _from_sentence(draft)
        said = next(one.value for one in draft.readings if one.field == "when")
        asks.append(Question("when", f"日時を文章から「{said}」と読みました。合っていますか。"))
    return replace(draft, questions=(*_together(draft, asks), *_missing(draft)))


def says_a_day(words: str) -> bool:
    """Whether a date or a rule of days stands in ``words``; hours and weekdays alone are none."""
    return bool(_DATED.search(digits(plain(words))))


def label_of(line: str) -> str:
    """The field a line begins with the name of, "" for a line of running text."""
    found = read_label(line)
    return found[0] if found else ""


def labelled_cells(text: str) -> tuple[dict[str, str], str, bool]:
    """{field: words}, the lines that belong to none, and whether it seems to hold several items."""
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    labelled: Counter[str] = Counter()
    key, is_open = "", False
    for line in text.splitlines():
        label = read_label(line)
        if label:
            key, said = label
            is_open = not said
            found.setdefault(key, [])
            found[key] += [said] if said and said not in found[key] else []
            labelled[key] += 1
        elif key and line.strip() and (is_open or _INDENTED.match(line)):
            found[key].append(line.strip())
        else:
            key, is_open = "", False
            rest.append(line.rstrip())
    cells = {name: "\n".join(words)[:LONGEST_CELL] for name, words in found.items() if words}
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(rest)).strip()
    several = any(labelled[name] > 1 and "\n" in cells.get(name, "") for name in ("title", "date"))
    return cells, body, several


def read_label(line: str) -> tuple[str, str] | None:
    """(field, what stands behind the label), None for a line without one we know."""
    parted = _MARKED.match(line)
    if parted is None:
        return None
    rest = parted["rest"].rstrip()
    for pattern in (_BRACKETED, _COLON):
        match = pattern.match(rest)
        key = _field(match["label"]) if match else ""
        if match and key:
            return key, match["said"].strip(" 　:：")
    if parted["mark"] and _field(rest):
        return _field(rest), ""
    for match in _spaced(rest):
        key = _field(match["label"])
        if key and (parted["mark"] or _WIDE.search(match["gap"])):
            return key, match["said"].strip()
    return None


def _spaced(rest: str) -> Iterator[re.Match[str]]:
    """「日　時　12月5日」 before 「日時　12月5日」: the first of them that names a field counts."""
    for end in (4, 3, 2):
        letters = (
            rf"^(?P<label>\S(?:[\s　]{{1,4}}\S){{{end - 1}}})(?P<gap>[\s　]{{1,20}})(?P<said>\S.*)$"
        )
        match = re.match(letters, rest)
        if match:
            yield match
    match = re.match(r"^(?P<label>\S{2,8})(?P<gap>[\s　]{1,20})(?P<said>\S.*)$", rest)
    if match:
        yield match


def _field(label: str) -> str:
    folded = _DROP.sub("", unicodedata.normalize("NFKC", label))
    return _OWN[folded] if folded in _OWN else field_of(label)


def _dated_lines(text: str) -> str:
    """The sentences a date stands in, without those about deadlines and answers."""
    lines = [
        line.strip()
        for line in re.split(r"\n|(?<=。)", text)
        if says_a_day(line) and not _ELSEWHERE.search(line)
    ]
    return "\n".join(lines[:_MOST_LINES])[:LONGEST_CELL]


def _from_sentence(draft: ListingDraft) -> ListingDraft:
    """What was read of the dates is shown as not sure."""
    readings = tuple(
        Reading(one.field, one.value, one.words, sure=False) if one.field == "when" else one
        for one in draft.readings
    )
    return replace(draft, readings=readings)


def _together(draft: ListingDraft, asks: list[Question]) -> Iterator[Question]:
    """One question for each field: several doubts about one are several sentences of it."""
    by_field: dict[str, list[str]] = {}
    for question in (*draft.questions, *asks):
        by_field.setdefault(question.field, []).append(question.message)
    for field, messages in by_field.items():
        yield Question(field, "".join(dict.fromkeys(messages)))


def _missing(draft: ListingDraft) -> Iterator[Question]:
    if draft.kind == "event" and not draft.place_name:
        yield Question("place_name", "どこで行いますか。会場の名前を教えてください。")
    if not draft.audience_text and draft.min_months is None and draft.max_months is None:
        yield Question("audience_text", "だれが対象ですか（例：0歳児とその家族）。")
