"""What the hub's LINE account says to a parent: messages as plain JSON objects; pure.

Choosing takes three taps: district, year, month. Each can be skipped, and the settings page does
the same with more room. The account takes no consultations, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from notifier.kit.text import fold, shorten
from notifier.subscribers.wishes import UNBORN_MONTHS, Wishes
from notifier.taxonomy import themes as topics

Message = dict[str, Any]

MAX_BUTTONS = 13
LABEL = 20
DISTRICTS_A_PAGE = 10
YEARS_BACK = 6
MONTHS = 12
WRITTEN = "written"  # the value of a choice that was no tap
WORDS = {
    "settings": "設定 配信設定 設定変更 設定を変える 変更 せってい へんこう settings setting change",
    "stop": "停止 配信停止 配信の停止 停止する 停止したい 止める 止めたい 止めて やめる やめたい やめます 解除 "
    "配信解除 退会 ていし とめる ストップ stop unsubscribe",
    "pause": "休む 休み お休み 休みたい 2週間休む やすむ おやすみ pause",
    "resume": "再開 再開する 再開したい もう一度受け取る さいかい resume start",
}
_BY_WORD = {fold(word): act for act, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Choice:
    """A tap on one of our buttons: the ``act`` and, for some, what was chosen."""

    act: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What the words need to know of the hub."""

    hub_name: str
    contact: str
    districts: Mapping[str, str]
    settings_url: str


def read_choice(data: str) -> Choice:
    """The choice behind postback ``data``; what we never wrote reads as an empty act."""
    pairs = dict(parse_qsl(data, keep_blank_values=True, max_num_fields=4)) if data else {}
    return Choice(act=pairs.get("a", ""), value=pairs.get("v", ""))


def read_words(written: str) -> Choice:
    """The choice somebody wrote instead of tapping; an empty act for everything else.

    Only the whole message counts: who writes a sentence is not understood by a word of it.
    """
    return Choice(act=_BY_WORD.get(fold(written), ""), value=WRITTEN)


def welcome(place: Place) -> list[Message]:
    """After adding the account: what comes, what is kept, and the first choice."""
    words = (
        f"友だち追加ありがとうございます。{place.hub_name}です。\n"
        "子育てのお知らせを、ふだんは週に1回お送りします。\n\n"
        "お住まいの地区とお子さんの生まれ月を選ぶと、合うお知らせだけが届きます"
        "（選ばなければ全部届きます）。預かるのは選んだ内容だけで、いつでも止められます。\n\n"
        "このアカウントでは相談をお受けしていません。\n"
        f"くわしい設定: {place.settings_url}"
    )
    return [text(words), ask_district(place)]


def ask_district(place: Place, page: int = 0) -> Message:
    """Which district, as buttons; more than ten are spread over pages."""
    keys = list(place.districts)
    start = page * DISTRICTS_A_PAGE
    buttons = [
        button(place.districts[key], "district", key)
        for key in keys[start : start + DISTRICTS_A_PAGE]
    ]
    if start + DISTRICTS_A_PAGE < len(keys):
        buttons.append(button("ほかの地区", "districts", str(page + 1)))
    buttons.append(button("地区はしぼらない", "district_any"))
    return text("どの地区のお知らせがよいですか。", buttons)


def ask_year(today: date, *, before: str = "") -> Message:
    """In which year the child was born."""
    buttons = [
        button(f"{today.year - n}年", "year", str(today.year - n)) for n in range(YEARS_BACK + 1)
    ]
    buttons.append(button("妊娠中", "pregnant"))
    buttons.append(button("年齢はしぼらない", "age_any"))
    return text(f"{before}お子さんの生まれた年を選んでください。", buttons)


def ask_month(year: int, today: date) -> Message:
    """In which month of ``year``; months that have not begun are not offered."""
    last = MONTHS if year < today.year else today.month
    buttons = [
        button(f"{month}月", "month", f"{year:04d}-{month:02d}") for month in range(1, last + 1)
    ]
    return text(f"{year}年の何月生まれですか。", buttons)


def ask_due_month(today: date) -> Message:
    """When the child is expected."""
    buttons = []
    for ahead in range(UNBORN_MONTHS + 1):
        years, month = divmod(today.month - 1 + ahead, MONTHS)
        when = f"{today.year + years:04d}-{month + 1:02d}"
        buttons.append(button(_say_month(when), "month", when))
    return text("出産予定の月を選んでください。", buttons)


def say_settings(wishes: Wishes, place: Place, *, before: str = "") -> Message:
    """What is set now, with the page where all of it can be changed."""
    words = f"{before}いまの設定です。\n{describe(wishes, place)}\n\nくわしい設定:\n{place.settings_url}"
    return text(
        words,
        [
            button("お子さんを足す", "years"),
            button("地区を足す", "districts", "0"),
            button("2週間休む", "pause", "2"),
            button("停止", "stop"),
        ],
    )


def describe(wishes: Wishes, place: Place) -> str:
    """The wishes in four short lines."""
    districts = "、".join(place.districts.get(key, key) for key in wishes.districts)
    months = "、".join(_say_month(month) for month in wishes.birth_months)
    themes = "、".join(topics.theme_name(key) for key in wishes.themes)
    return (
        f"・地区: {districts or 'すべて'}\n"
        f"・お子さんの生まれ月: {months or 'すべての年齢'}\n"
        f"・テーマ: {themes or 'すべて'}"
    )


def no_consultation(place: Place) -> Message:
    """The calm answer to anything written or sent to the account."""
    contact = f"\nご用の方は {place.contact} へお願いします。" if place.contact else ""
    words = (
        "メッセージありがとうございます。このアカウントはお知らせ専用で、相談やお問い合わせには"
        "お答えしていません。書いていただいた内容は保存しません。"
        f"{contact}"
    )
    return text(words, [button("配信設定", "settings"), button("停止", "stop")])


def stopped() -> Message:
    """After leaving, with the way back."""
    return text(
        "お知らせを止めました。これまでありがとうございました。\n"
        "もう一度受け取りたいときは、下のボタンを押してください。",
        [button("もう一度受け取る", "resume")],
    )


def resumed(wishes: Wishes, place: Place) -> Message:
    """After coming back."""
    return say_settings(wishes, place, before="お知らせを再開しました。")


def paused(weeks: int) -> Message:
    """After beginning a pause."""
    return text(
        f"お知らせを{weeks}週間お休みします。そのあとは自動で再開します。",
        [button("いま再開する", "resume"), button("停止", "stop")],
    )


def not_understood(place: Place) -> Message:
    """A button that means nothing any more: the choices have changed since."""
    return text(
        f"このボタンは使えなくなりました。設定はこちらで変えられます。\n{place.settings_url}",
        [button("配信設定", "settings"), button("停止", "stop")],
    )


def text(words: str, buttons: Sequence[Message] = ()) -> Message:
    """A text message with quick replies below."""
    message: Message = {"type": "text", "text": words}
    if buttons:
        message["quickReply"] = {"items": list(buttons[:MAX_BUTTONS])}
    return message


def button(label: str, act: str, value: str = "") -> Message:
    """A quick reply that sends ``act`` back to us and shows its label in the chat."""
    data = urlencode({"a": act, "v": value} if value else {"a": act})
    short = shorten(label, LABEL)
    action = {"type": "postback", "label": short, "data": data, "displayText": short}
    return {"type": "action", "action": action}


def _say_month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"
