"""Every plain setting of a hub: its key, what it means, and how its value is read; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email

from notifier.hubs.schedule import read_time, read_weekly
from notifier.kit.clock import WEEKDAY_KEYS
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line

SettingValue = str | int | bool


class BadSettingError(BadInputError):
    """No such setting, or a value it cannot have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``read`` turns what was typed into the value kept in ``attribute``."""

    attribute: str
    label: str
    help: str
    read: Callable[[str], SettingValue]


def _text(limit: int, *, required: bool = False) -> Callable[[str], SettingValue]:
    def read(value: str) -> str:
        clean = one_line(value)
        if len(clean) > limit or (required and not clean):
            raise BadSettingError(f"{1 if required else 0}〜{limit}文字で入れてください。")
        return clean

    return read


def _number(least: int, most: int) -> Callable[[str], SettingValue]:
    def read(value: str) -> int:
        typed = half(value)
        if not typed.isdecimal() or not least <= int(typed) <= most:
            raise BadSettingError(f"{least}〜{most}の数字で入れてください。")
        return int(typed)

    return read


def _choice(*choices: str) -> Callable[[str], SettingValue]:
    def read(value: str) -> str:
        typed = half(value).lower()
        if typed not in choices:
            raise BadSettingError(f"{'・'.join(choices)} のどれかにしてください。")
        return typed

    return read


def _switch(value: str) -> SettingValue:
    typed = half(value).lower()
    if typed not in {"on", "off"}:
        raise BadSettingError("on か off にしてください。")
    return typed == "on"


def _clock_time(value: str) -> SettingValue:
    return f"{read_time(value):%H:%M}"


def _weekly(value: str) -> SettingValue:
    weekday, hour = read_weekly(value)
    return f"{WEEKDAY_KEYS[weekday]} {hour:%H:%M}"


def _days(value: str) -> SettingValue:
    typed = half(value).lower().replace(",", " ").replace("、", " ").split()
    if not typed or any(day not in WEEKDAY_KEYS for day in typed):
        raise BadSettingError(
            "曜日を1つ以上、「tue wed thu fri sat」のように空白で区切って入れてください。"
        )
    return " ".join(day for day in WEEKDAY_KEYS if day in typed)


def _zone(value: str) -> SettingValue:
    typed = half(value)
    try:
        return ZoneInfo(typed).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSettingError("時間帯は「Asia/Tokyo」のように入れてください。") from error


def _address(value: str) -> SettingValue:
    typed = half(value).lower()
    if not typed:
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadSettingError(
            "メールアドレスの形になっていません（例 news@example.jp）。"
        ) from error


SETTINGS: dict[str, Setting] = {
    "name": Setting("name", "拠点の名前", "ページとメールに出ます。", _text(100, required=True)),
    "contact": Setting(
        "contact", "お問い合わせ先", "電話番号など。ページの下とメールに出ます。", _text(200)
    ),
    "open_days": Setting(
        "open_days",
        "開いている曜日",
        "催しの日が休館日と重なると、編集デスクでお知らせします。",
        _days,
    ),
    "timezone": Setting("timezone", "時間帯", "ふつうは Asia/Tokyo のままです。", _zone),
    "mail.from": Setting(
        "mail_from", "差出人のメールアドレス", "空のあいだは、メールを送れません。", _address
    ),
    "mail.from_name": Setting(
        "mail_from_name", "差出人の名前", "空なら拠点の名前です。", _text(100)
    ),
    "mail.postal_address": Setting(
        "postal_address",
        "拠点の住所",
        "法律により、お知らせメールに必ず書きます。空のあいだは送れません。",
        _text(200),
    ),
    "mail.submissions": Setting(
        "mail_submissions",
        "情報を受け付けるメールアドレス",
        "団体が情報を送る宛先です。「子育て情報を寄せる」のページに出ます。受信箱につなぐのは機械の担当者です。",
        _address,
    ),
    "window.open": Setting("window_open", "送ってよい時間（はじめ）", "例：9:00", _clock_time),
    "window.close": Setting("window_close", "送ってよい時間（おわり）", "例：20:00", _clock_time),
    "schedule.weekly": Setting(
        "schedule_weekly", "毎週の便の曜日と時刻", "送ってよい時間の中にしてください。", _weekly
    ),
    "schedule.undo_minutes": Setting(
        "undo_minutes", "承認してから取り消せる時間（分）", "0〜120", _number(0, 120)
    ),
    "schedule.freshness_minutes": Setting(
        "freshness_minutes",
        "おくれても自動で送る時間（分）",
        "これより遅れたら、送らずにたずねます。10〜1440",
        _number(10, 1440),
    ),
    "rules.second_person": Setting(
        "second_person",
        "予定外の便は2人で確かめる",
        "いつもの曜日・時刻でない便は、別の発行責任者の承認を待ちます。",
        _switch,
    ),
    "rules.own_entry": Setting(
        "may_approve_own",
        "自分が入力したものを自分で掲載できる",
        "入れないときは、ほかの人が確かめてから掲載します。",
        _switch,
    ),
    "rules.most_tellings": Setting(
        "most_tellings",
        "同じ項目を一人に知らせる回数",
        "これより多くは、同じ人に同じ日の項目を送りません。新しい日が加われば、また送ります。1〜9",
        _number(1, 9),
    ),
    "line.plan": Setting(
        "line_plan",
        "LINE公式アカウントの料金プラン",
        "communication（月200通）・light（月5,000通）・standard（月30,000通）",
        _choice("communication", "light", "standard"),
    ),
    "line.rate": Setting(
        "line_rate",
        "LINEに1秒間に送る回数の上限",
        "ふつうは 20 のままです。1〜200",
        _number(1, 200),
    ),
}
