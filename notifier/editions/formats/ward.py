"""For the ward's own paper (広報よこはま区版): each item in that paper's house order, to copy.

行事名 / 日時 / 会場 / 費用 / 内容 / 対象・定員 / 申込み / 問合せ / 共催. There a missing fee means
free and a missing application means 当日直接, so both are left out or said as that paper says them.
"""

import re
from datetime import datetime

from notifier.editions.board import Board
from notifier.editions.paper import Paper, PaperItem
from notifier.editions.templating import template as find_template
from notifier.editions.templating import text_file
from notifier.editions.words import JA

SUFFIX = "ward.txt"
CONTENT_TYPE = "text/plain; charset=utf-8"
# The whole text must say so: 「キャンセルの連絡は不要」 is no word about applying.
NO_APPLICATION = re.compile(
    r"((申し?込み?|予約)は?)?(不要|いりません)(です)?[。．]?|当日直接(会場へ|お越しください)?[。．]?"
)
DIRECT = "当日直接"


def issue(
    paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
) -> bytes:
    """Every item of the issue, in its order."""
    del at, template
    if not isinstance(paper, Paper):
        raise TypeError("the ward prints the month's issue, not the sheets of a board")
    rows = [in_house_order(item, hub_name=paper.masthead.hub_name) for item in paper.items]
    words = find_template(folder, "ward.txt").render(paper=paper, head=paper.masthead, rows=rows)
    return text_file(words)


def in_house_order(item: PaperItem, *, hub_name: str) -> list[tuple[str, str]]:
    """(label, words) of one item; a part nobody wrote is left out, except what a reader misses."""
    fee = "" if item.fee == JA.free else item.fee
    who = "、".join(words for words in (item.audience, item.capacity) if words)
    parts = [
        ("行事名", item.title),
        ("日時", item.when),
        ("会場", item.place),
        ("費用", fee),
        ("内容", item.body),
        ("対象・定員", who),
        ("申込み", _apply(item)),
        ("問合せ", item.contact),
        ("共催", "" if item.organiser in ("", hub_name) else item.organiser),
    ]
    return [(label, words) for label, words in parts if words]


def _apply(item: PaperItem) -> str:
    if not item.apply and not item.apply_by:
        return ""
    if not item.apply_by and NO_APPLICATION.fullmatch(item.apply.strip()):
        return DIRECT
    return "　".join(words for words in (item.apply, item.apply_by) if words)


def pages(_data: bytes) -> int | None:
    """Text has no pages."""
    return None
