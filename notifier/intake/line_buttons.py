"""Quick replies of the groups' LINE account: made, and understood when they come back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from notifier.kit.text import fold, shorten

Message = dict[str, Any]

LABEL = 20
MAX_BUTTONS = 13
MOST_DIGITS = 9
WORDS = {
    "state": "状態 状況 じょうたい 確認 掲載状況 いまの状態",
    "as_is": "そのまま送る そのまま このまま送る 以上 以上です おわり 終わり やめる やめます 質問をやめる",
    "take_back": "取り消す 取消 取り消し とりけす 取り下げる キャンセル まちがい 間違い 間違えました まちがえました",
    "how": "つなぐ つなぎ方 使い方 つかいかた ヘルプ help",
}
_BY_WORD = {fold(word): act for act, words in WORDS.items() for word in words.split()}
NO_DAY = "日にちのないお知らせ"
_ASKED_FOR_A_DAY = "いつですか"
_ANSWERS = {
    "when": (NO_DAY,),
    "audience_text": (
        "どなたでも",
        "0歳児とその家族",
        "未就園児とその家族",
        "妊娠中の方",
        "小学生",
    ),
    "fee_text": ("無料",),
    "apply_text": ("申込不要", "要申込"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A tap on one of our buttons, or the same said in a word; ``about`` is a submission's id."""

    act: str
    about: int = 0


def read_button(data: str) -> Choice:
    """The choice behind postback ``data``; what we never wrote reads as an empty act."""
    try:
        pairs = dict(parse_qsl(data, keep_blank_values=True, max_num_fields=4))
    except ValueError:  # more fields than any button of ours has
        pairs = {}
    number = pairs.get("v", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    return Choice(pairs.get("a", ""), int(number) if is_number else 0)


def read_word(words: str) -> Choice:
    """The choice somebody wrote; only the whole message counts."""
    return Choice(_BY_WORD.get(fold(words), ""))


def text(words: str, buttons: Sequence[Message] = ()) -> Message:
    """A text message with quick replies below."""
    message: Message = {"type": "text", "text": words}
    if buttons:
        message["quickReply"] = {"items": list(buttons[:MAX_BUTTONS])}
    return message


def button(label: str, act: str, about: int = 0) -> Message:
    """A quick reply that sends ``act`` back to us and shows its label in the talk."""
    data = urlencode({"a": act, "v": about} if about else {"a": act})
    return _item({"type": "postback", "label": label, "data": data, "displayText": label})


def _answer(words: str) -> Message:
    """A quick reply that says ``words`` as if they were written."""
    return _item({"type": "message", "label": shorten(words, LABEL), "text": words})


def _item(action: Message) -> Message:
    return {"type": "action", "action": action}


def answers(field: str, message: str) -> list[Message]:
    """What answers a question with one tap; where a day is doubtful there is none to choose."""
    if field == "when" and not message.startswith(_ASKED_FOR_A_DAY):
        return []
    return [_answer(words) for words in _ANSWERS.get(field, ())]


STATE = button("状態", "state")
