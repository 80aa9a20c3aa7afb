"""The words around the facts, by the reader's language. The facts are the same in each; an item's
own words are those of its checked variant, or as the group wrote them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from notifier.editions.snapshot import Showing, Snapshot
from notifier.kit import say


@dataclass(frozen=True, slots=True)
class Words:
    """Framing words of one language."""

    language: str
    note: str
    hello: str
    highlights: str
    more: str
    hint: str
    place: str
    audience: str
    fee: str
    apply: str
    deadline: str
    organiser: str
    contact: str
    bring: str
    weather: str
    button: str
    everyone: str
    free: str
    yen: str
    not_said: str
    and_more: str
    until: str
    news: str
    cancelled_dates: str
    why: str
    settings: str
    unsubscribe: str
    calendar: str
    sender: str
    changes: str
    voices: str
    you_said: str
    we_did: str
    off_subject: str
    off_title: str
    off_lead: str
    off_reason: str
    off_more: str


JA = Words(
    language="ja",
    note="",
    hello="こんにちは。{hub}です。これからのおでかけ情報をお届けします。",
    highlights="今回のおすすめ",
    more="くわしい内容は、この下のカードを左右に動かしてご覧ください（全{count}件）。",
    hint="届く内容の変更や配信の停止は、このトークに「設定」と送ってください。",
    place="場所",
    audience="対象",
    fee="費用",
    apply="申込",
    deadline="【申込締切】",
    organiser="主催",
    contact="問合せ",
    bring="持ち物",
    weather="天候",
    button="くわしく見る",
    everyone="どなたでも",
    free="無料",
    yen="{yen}円",
    not_said="記載なし（主催者にご確認ください）",
    and_more="ほか{count}日",
    until="{day}まで",
    news="お知らせ",
    cancelled_dates="中止になった日: {days}",
    why="{hub}のお知らせを希望された方に、登録された地区や年齢などに合うものを選んでお送りしています。",
    settings="届く内容の変更・お休み",
    unsubscribe="配信の停止",
    calendar="すべての予定",
    sender="発行",
    changes="内容は変わることがあります。おでかけ前に「くわしく見る」のページでご確認ください。",
    voices="みなさんの声から",
    you_said="こんな声",
    we_did="こうしました",
    off_subject="【中止】",
    off_title="中止のお知らせ",
    off_lead="先にお知らせした次の予定は、中止になりました。",
    off_reason="理由",
    off_more="くわしい内容・最新の予定",
)

EASY = Words(
    language="easy",
    note="やさしい日本語（にほんご）が まだない イベントは、開（ひら）く人（ひと）の ことばの ままです。日（ひ）・場所（ばしょ）・お金（かね）は 同（おな）じです。",
    hello="こんにちは。{hub}です。子（こ）どもと 行（い）ける 場所（ばしょ）を お知（し）らせします。",
    highlights="おすすめ",
    more="下（した）の カードを 左右（さゆう）に 動（うご）かして 見（み）てください（{count}こ）。",
    hint="やめたいとき、内容（ないよう）を 変（か）えたいときは、「設定」と 送（おく）ってください。",
    place="場所（ばしょ）",
    audience="だれが 行（い）けるか",
    fee="お金（かね）",
    apply="申（もう）し込（こ）み",
    deadline="【申込締切（もうしこみ しめきり）】",
    organiser="開（ひら）く人（ひと）",
    contact="聞（き）くところ",
    bring="持（も）っていく もの",
    weather="天気（てんき）",
    button="くわしく 見（み）る",
    everyone="だれでも 行（い）けます",
    free="0円（お金（かね）は いりません）",
    yen="{yen}円（えん）",
    not_said="書（か）いて ありません",
    and_more="ほかに {count}日（にち）",
    until="{day}まで",
    news="お知（し）らせ",
    cancelled_dates="なくなった 日（ひ）: {days}",
    why="{hub}の お知（し）らせを 希望（きぼう）した 人（ひと）に 送（おく）っています。",
    settings="内容（ないよう）を 変（か）える・休（やす）む",
    unsubscribe="お知（し）らせを やめる",
    calendar="ぜんぶの 予定（よてい）",
    sender="出（だ）した ところ",
    changes="変（か）わることが あります。行（い）く 前（まえ）に もう一度（いちど）見（み）てください。",
    voices="みなさんの 声（こえ）から",
    you_said="こんな 声（こえ）が ありました",
    we_did="こう しました",
    off_subject="【中止（ちゅうし）】",
    off_title="中止（ちゅうし）の お知（し）らせ",
    off_lead="この 予定（よてい）は ありません。なくなりました（中止（ちゅうし））。",
    off_reason="理由（りゆう）",
    off_more="くわしく 見（み）る",
)

EN = Words(
    language="en",
    note="Where there is no English yet, details are in Japanese, as the organisers wrote them. Dates, places and fees are the same facts.",
    hello="Hello from {hub}. Here is what is coming up for families.",
    highlights="Highlights",
    more="Swipe the cards below for details ({count} in all).",
    hint="To change what you get, or to stop, send 「設定」 in this chat.",
    place="Place",
    audience="For",
    fee="Fee",
    apply="How to join",
    deadline="【Apply by / 申込締切】",
    organiser="Organiser",
    contact="Contact",
    bring="Bring",
    weather="Weather",
    button="Details",
    everyone="Everyone",
    free="Free",
    yen="{yen} yen",
    not_said="Not stated (please ask the organiser)",
    and_more="and {count} more days",
    until="until {day}",
    news="News",
    cancelled_dates="Cancelled: {days}",
    why="You get this because you asked {hub} for news that fits your area and children's ages.",
    settings="Change or pause",
    unsubscribe="Unsubscribe",
    calendar="All events",
    sender="Published by",
    changes="Details may change. Please check the page before you go.",
    voices="You said, we did",
    you_said="You said",
    we_did="We did",
    off_subject="[Cancelled] ",
    off_title="Cancelled / 中止のお知らせ",
    off_lead="This event, of which we told you before, will NOT take place.",
    off_reason="Reason",
    off_more="Details and other events",
)

LANGUAGES: dict[str, Words] = {words.language: words for words in (JA, EASY, EN)}


def words_of(language: str) -> Words:
    """The words of a language; one we do not speak gets Japanese."""
    return LANGUAGES.get(language, JA)


def say_day(day: date, words: Words) -> str:
    """「11月28日(土)」 or "Sat 28 Nov"."""
    return say.say_day(day, words.language)


def say_moment(moment: datetime, snapshot: Snapshot, words: Words) -> str:
    """A day and a clock time."""
    return say.say_moment(moment, snapshot.zone, words.language)


def say_showing(showing: Showing, snapshot: Snapshot, words: Words) -> str:
    """One date of an item, with its hours when it has any."""
    zone = snapshot.zone
    if showing.all_day:
        return say_day(showing.starts_at.astimezone(zone).date(), words)
    return say.say_span(showing.starts_at, showing.ends_at, zone, words.language)
