"""Words beside the date fields that say less, or other, than the fields: an hour of one of the days,
a list of days inside a period, 不定期. Only the sender knows which of the two holds.
"""

import re
from collections.abc import Sequence
from datetime import date

from notifier.intake.reading.clocks import CLOCK, afternoon, read_clock
from notifier.intake.reading.date_tokens import cut
from notifier.intake.reading.slots import Slot

_DAY = r"(?:\d{1,2}月\s*\d{1,2}日|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])|(?<![\d月~])\d{1,2}日(?![間前目後以程]))"
_OWN = re.compile(
    rf"(?P<day>{_DAY})\s*(?:\([^()\d]*\))?\s*(?:(?:のみ|だけ|に限り)は?|は)(?P<rest>[^\d]{{0,24}}{CLOCK}.*)"
)
_CLOCKS = re.compile(CLOCK)
_SENTENCE = re.compile(r"[。\n※☆★♪◎]")
_NOT_THE_EVENT = re.compile(
    r"申|締|受付|予約|抽選|応募|発売|販売|配布|整理券|放送|配信|次回|前回|雨|荒天|予備|延期|電話|問"
)
_LABEL = re.compile(
    r"(?:開催日時?|実施日|活動日|(?<![入公])日\s*時|日\s*程|と\s*き)[\s:：】は]\s*(?P<days>[^\n。]{4,120})"
)
_ONLY_SOME = re.compile(
    r"不定期|毎週|隔週|毎月|月\s*\d\s*回|第\s*\d[・、,\d第~-]*\s*[月火水木金土日]|[月火水木金土日]曜日?(?:のみ|だけ|に)|(?:平日|土日)(?:のみ|だけ|に)"
    r"|(?:日程|日時|開催日|実施日)(?:は|等は|など)[^。\n]{0,16}(?:ホームページ|HP|問い?合わ?せ|確認|ご?覧|未定)"
)
_VAGUE = re.compile(r"不定期|(?:日程|開催日|実施日)は[^。\n]{0,16}(?:異なり|未定)")


def own_hours(text: str, slots: Sequence[Slot]) -> str:
    """A question when ``text`` (plain) tells an hour for one of the days that its slots do not have."""
    for sentence in _SENTENCE.split(text):
        match = _OWN.search(sentence)
        if not match or _NOT_THE_EVENT.search(sentence):
            continue
        *month, day = (int(n) for n in re.findall(r"\d+", match["day"]))
        own = [s for s in slots if s.day.day == day and s.day.month in (month or [s.day.month])]
        known = {at for slot in own for at in (slot.start, slot.end) if at}
        told = [read_clock(at) for at in _CLOCKS.findall(match["rest"])]
        if known and any(at not in known and afternoon(at) not in known for at in told if at):
            return f"「{sentence.strip()[:60]}」とありますが、時刻の欄と違います。その日は何時から何時までですか。"
    return ""


def less_than_period(text: str, remarks: str, slots: Sequence[Slot]) -> str:
    """A question when a period of the fields is narrowed by ``text`` or ``remarks`` (plain)."""
    for slot in slots:
        if not slot.last:
            continue
        words = _ONLY_SOME.search(remarks) or _VAGUE.search(text)
        if words:
            return f"「{words.group()}」とあります。期間のうち、行う日を教えてください。"
        for label in _LABEL.finditer(text):
            tokens = cut(label["days"]).days
            listed = len(tokens) > 1 and not any(t.linked or t.ends_only for t in tokens)
            if listed and _inside((tokens[0].month, tokens[0].day), slot.day, slot.last):
                return f"文章には「{label['days'].strip()[:60]}」とあります。期間のうち、行う日を教えてください。"
    return ""


def _inside(named: tuple[int | None, int], first: date, last: date) -> bool:
    month, day = named
    ends = ((first.month, first.day), (last.month, last.day))
    if month is None:
        return False
    wraps = ends[1] < ends[0]
    after, before = ends[0] <= (month, day), (month, day) <= ends[1]
    return after or before if wraps else after and before
