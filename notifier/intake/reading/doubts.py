"""What a careful reader would still ask once every field is read: things that do not agree."""

from collections.abc import Iterable

from notifier.intake.draft import Question
from notifier.intake.reading.ages import Audience
from notifier.intake.reading.beside import less_than_period, own_hours
from notifier.intake.reading.body import cancelled, stale
from notifier.intake.reading.contacts import personal_in
from notifier.intake.reading.copied import title_days
from notifier.intake.reading.fees import Fee, sum_in_body
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.slots import When

_PENDING = (
    ("place", "会場"),
    ("audience", "対象"),
    ("fee", "参加費"),
    ("body", "内容"),
    ("contact", "問い合わせ先"),
)


def pending(words: dict[str, str]) -> Iterable[Question]:
    """「調査中」 was once printed eleven times; one question for all such cells."""
    waiting = [(key, name) for key, name in _PENDING if nothing(words.get(key, "")) == "pending"]
    if waiting:
        names = "・".join(name for _, name in waiting)
        text = words[waiting[0][0]].strip()
        yield Question(
            waiting[0][0], f"{names}が「{text}」となっています。決まりましたら教えてください。"
        )


def for_whom(words: str, audience: Audience) -> Iterable[Question]:
    """Ages that could not be read surely; undecided ones are asked by ``pending``."""
    if not audience.sure and not nothing(words):
        shown = " ".join(words.split())[:60]
        yield Question(
            "audience", f"対象「{shown}」は、何歳（何か月）から何歳までのお子さんですか。"
        )


CALLED_OFF = "行事名に「中止」「延期」などとあります。掲載してよいですか。予定はどうなりましたか。"


def cancelled_title(title: str) -> Iterable[Question]:
    """A title that says 中止 is no invitation."""
    if cancelled(title):
        yield Question("title", CALLED_OFF)


def cancelled_remark(remarks: str, when_note: str) -> Iterable[Question]:
    """「新型コロナウイルスの影響により中止」 as a remark."""
    for text in (remarks, when_note):
        if (
            text
            and len(text) < _A_REMARK
            and cancelled(text)
            and "雨" not in text
            and "荒天" not in text
        ):
            yield Question(
                "when", f"備考に「{text.strip()[:60]}」とあります。この行事は行いますか。"
            )


_A_REMARK = 80


def disagreeing(title: str, body: str, remarks: str, when: When, fee: Fee) -> Iterable[Question]:
    """Dates, times and fees that the text tells differently from the fields."""
    every = tuple(sorted({s.day for s in when.slots} | {s.last for s in when.slots if s.last}))
    ask = title_days(plain(title), every, every[-1]) if every else ""
    if ask:
        yield Question("when", ask)
    days = tuple(sorted({s.day for s in when.slots if not s.last}))
    starts = tuple(dict.fromkeys(s.start for s in when.slots if s.start))
    ends = tuple(dict.fromkeys(s.end for s in when.slots if s.end))
    for ask in stale(body, days, starts, ends):
        yield Question("when", ask)
    told = digits(plain(body))
    for ask in (
        own_hours(told, when.slots),
        less_than_period(told, digits(plain(remarks)), when.slots),
    ):
        if ask:
            yield Question("when", ask)
    said = sum_in_body(body) if fee.yen == 0 else None
    if said:
        yield Question(
            "fee", f"文章には{said:,}円とありますが、参加費の欄は無料です。どちらが正しいですか。"
        )


def personal(words: dict[str, str]) -> Iterable[Question]:
    """A mobile number or mail address inside a text for readers is published only when allowed."""
    names = {
        "body": "内容",
        "apply": "申込方法",
        "title": "行事名",
        "place": "会場",
        "audience": "対象",
    }
    found = [name for key, name in names.items() if personal_in(words.get(key, ""))]
    if found:
        yield Question(
            "contact",
            f"{'・'.join(found)}に携帯電話の番号かメールアドレスがあります。このまま載せてよいですか。",
        )
