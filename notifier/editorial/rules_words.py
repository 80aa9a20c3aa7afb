"""Checks about words: what is missing, placeholders, and private contacts in public text."""

import re
from collections.abc import Iterator

from notifier.editorial.facts import Check, CheckFacts
from notifier.intake import ListingDraft
from notifier.kit.text import half

FIELD_NAMES = {
    "title": "行事名",
    "when_text": "日時の文章",
    "place_name": "会場",
    "body": "内容",
    "audience_text": "対象",
    "fee_text": "費用",
    "apply_text": "申込み",
    "bring_text": "持ち物",
    "weather_text": "雨天のとき",
    "contact_public": "問合せ先",
}
# A telephone number or an address belongs in 申込み and 問合せ先; elsewhere it slipped in.
_PUBLIC_TEXT = ("title", "when_text", "place_name", "body", "audience_text", "bring_text")
_PLACEHOLDER = re.compile(
    r"調査中|未定|準備中|確認中|後日(?:決定|連絡|発表)|TBD|[〇○◯×✕]{2,}", re.IGNORECASE
)
_MOBILE = re.compile(r"0[5789]0[-−‐–ー\s(]{0,2}\d{4}[-−‐–ー\s)]{0,2}\d{4}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ONLINE = re.compile(r"オンライン|ZOOM|配信|YouTube", re.IGNORECASE)
LONGEST_CARD_TITLE = 40


def check_words(facts: CheckFacts) -> list[Check]:
    """Everything the words of an item tell."""
    draft = facts.draft
    return [
        *_title(draft),
        *_place(facts),
        *_address(facts),
        *_hints(draft),
        *_placeholders(draft),
        *_private(draft),
    ]


def _title(draft: ListingDraft) -> Iterator[Check]:
    if not draft.title.strip():
        yield Check("no_title", "stop", "行事名がありません。行事名を入れてください。")
    elif len(draft.title) > LONGEST_CARD_TITLE:
        message = (
            f"行事名が{len(draft.title)}文字です。{LONGEST_CARD_TITLE}文字をこえると、"
            "LINEのカードでは途中で切れます。"
        )
        yield Check("long_title", "ok", message)


def _place(facts: CheckFacts) -> Iterator[Check]:
    draft = facts.draft
    if draft.kind == "information":
        return
    if not draft.place_name.strip():
        if not _ONLINE.search(half(f"{draft.title}{draft.body}{draft.when_text}")):
            yield Check(
                "no_place", "ask", "会場が書かれていません。どこへ行けばよいか伝わりません。"
            )
    elif facts.place_known is False:
        message = f"会場「{draft.place_name}」は会場の一覧にありません（初めての会場です）。"
        yield Check("venue_unknown", "ok", message)
    elif facts.place_said:
        message = f"会場「{draft.place_name}」は、会場の一覧のとおり「{facts.place_said}」としてのります。"
        yield Check("venue_renamed", "ok", message)


def _address(facts: CheckFacts) -> Iterator[Check]:
    if facts.place_address:
        message = (
            f"住所「{facts.draft.place_address}」は、会場の一覧の「{facts.place_address}」とちがいます。"
            "どちらが正しいか確かめてください。"
        )
        yield Check("venue_address", "ask", message)


def _hints(draft: ListingDraft) -> Iterator[Check]:
    if draft.kind == "information":
        return
    said_age = draft.audience_text or draft.min_months is not None or draft.max_months is not None
    if not said_age:
        yield Check("no_age", "ok", "対象の年齢がありません。だれでも来られるものとして載ります。")
    if draft.fee_yen is None and not draft.fee_text:
        yield Check("no_fee", "ok", "費用が書かれていません。")
    if not (draft.contact_public or draft.apply_text or draft.url):
        yield Check("no_contact", "ok", "問合せ先も申込み方法も書かれていません。")


def _placeholders(draft: ListingDraft) -> Iterator[Check]:
    for field, label in FIELD_NAMES.items():
        found = _PLACEHOLDER.search(half(getattr(draft, field)))
        if found:
            message = f"{label}に「{found.group()}」とあります。決まっているか確かめてください。"
            yield Check(f"placeholder-{field}", "ask", message)


def _private(draft: ListingDraft) -> Iterator[Check]:
    for field in _PUBLIC_TEXT:
        text = half(getattr(draft, field))
        for key, what, pattern in (
            ("mobile", "携帯電話の番号", _MOBILE),
            ("email", "メールアドレス", _EMAIL),
        ):
            found = pattern.search(text)
            if found:
                message = (
                    f"{FIELD_NAMES[field]}に{what}「{found.group()}」が入っています。"
                    "載せてよいか確かめてください。"
                )
                yield Check(f"private-{key}-{field}", "ask", message)
