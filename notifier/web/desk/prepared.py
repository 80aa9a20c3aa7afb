"""Prepared words of the desk: questions to a group, reasons for a refusal. Pure."""

from collections.abc import Iterable

from notifier.editorial import LABELS, Check

REASONS = (
    "営利を目的とした催しや、販売・勧誘にあたるため",
    "政治または宗教に関わる内容のため",
    "会員など、限られた人だけが参加できる催しのため",
    "主催者や責任者がわからないため",
    "子育て中の家庭や、支える人に向けた内容ではないため",
    "日時や費用がまだ決まっていないため（決まりましたら、もう一度お送りください）",
    "申込みの締切を過ぎているため",
)
# The small text boxes of the deeds, by the names the forms send.
WORDS = ("message", "prepared", "reason", "prepared_reason", "hold_reason")
NO_WORDS = dict.fromkeys(WORDS, "")
_BY_CHECK = {
    "no_title": ("title", "行事の名前を教えてください。"),
    "no_when": ("when_text", "開催する日と時間を教えてください。"),
    "past": ("when_text", "次に開催する日を教えてください。"),
    "no_place": ("place_name", "会場はどこですか。"),
    "no_age": ("audience_text", "何歳くらいのお子さんが対象ですか。"),
    "no_fee": ("fee_text", "参加費はいくらですか（無料の場合は「無料」とお答えください）。"),
    "no_contact": ("contact_public", "載せてよい問合せ先を教えてください。"),
    "after_deadline": ("apply_text", "申込みの締切を過ぎているようです。まだ申し込めますか。"),
}
_GENERAL = (
    ("weather_text", "雨の日はどうなりますか。"),
    ("apply_text", "申込みは必要ですか。必要なら、申込みのしかたを教えてください。"),
    ("bring_text", "持ち物はありますか。"),
)


def questions_for(
    asked: Iterable[tuple[str, str]], checks: Iterable[Check]
) -> list[tuple[str, str]]:
    """(field, question) pairs: what could not be read first, then what is missing, then usual ones."""
    found = list(asked)
    found += [_BY_CHECK[check.key] for check in checks if check.key in _BY_CHECK]
    found += _GENERAL
    return list(dict.fromkeys(found))


def split_question(prepared: str) -> tuple[str, str]:
    """("field|words") as a page sends it -> (field, words); an unknown field becomes ""."""
    field, _, words = prepared.partition("|")
    return (field if field in (*LABELS, "when") else "", words)
