"""Checks whether one item holds several: each date with words of its own. Pure.

「ベビーマッサージ 12月3日 / おはなし会 12月10日」 is read as two dates of one item, and which is which
would be lost on the page.
"""

import re
from collections.abc import Iterator

from notifier.editorial.facts import Check, CheckFacts
from notifier.kit.text import half

_LINE = re.compile(r"\n+|[。;；]|[/／](?!\d)|[、,](?=\s*\d{1,2}[月/])|(?=[★☆●○◎■□◆◇▼▽])")
_DATE = re.compile(r"\d{1,2}月\s*\d{1,2}日?|(?<!\d)\d{1,2}/\d{1,2}(?!\d)|(?<!\d)\d{1,2}日")
# What tells of a date's time or order, not of what happens then.
_ABOUT_TIME = re.compile(
    r"\(.*?\)|（.*?）|令和|平成|午前|午後|正午|[上下]旬|毎[週月年日]|第\s*\d|[前後][半期]|[月火水木金土日]曜日?|"
    r"[初最]\S?回|受付|開[始場催演館]|閉[場館]|終了|集合|締切|頃|ごろ|から|より|まで|以降|各日?|両日|平日|祝日?|休[みむ館日]*|"
    r"雨天|荒天|予備日?|順延|中止|の?部|組|時間|分間?|時|月|日|年|回|人|名|AM|PM",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{2,}")
_MARK = re.compile(r"\s*[★☆●○◎■□◆◇▼▽【\[<《・]")
_MANY = 3


def check_several(facts: CheckFacts) -> Iterator[Check]:
    """An ask when at least two dates carry a name of their own."""
    has_several = len(facts.draft.occurrences) > 1
    names = list(dict.fromkeys(_names(half(facts.draft.when_text)))) if has_several else []
    if len(names) > 1:
        said = "".join(f"「{name}」" for name in names[:_MANY])
        more = "など" if len(names) > _MANY else ""
        yield Check(
            "several",
            "ask",
            f"日にちごとに、ちがうことばが書かれています（{said}{more}）。別の行事なら、"
            "この件を1つの行事に直し、ほかは「代理入力」で分けて入れてください。",
        )


def _names(words: str) -> Iterator[str]:
    """The name beside each date, or on the marked line above it."""
    above = ""
    for line in _LINE.split(words):
        found = _NAME.search(_ABOUT_TIME.sub(" ", _DATE.sub(" ", line)))
        name = found.group() if found else ""
        if _DATE.search(line):
            if name or above:
                yield name or above
        elif name:
            above = name if _MARK.match(line) else ""
