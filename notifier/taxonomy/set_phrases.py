"""Set phrases of the field that mean one thing, in the languages of our pages. Pure.

「申込不要」 needs no translator: whoever reads English is told "No booking needed" even where nobody
has written an English text. Only a whole field counts; a phrase within a sentence is left to people.
"""

import re
import unicodedata

_NOISE = re.compile(r"[\s。．.、,・!！()（）「」【】]+")

# field → (easy Japanese, English, spellings); 「なし」 is not the same in every field
_PHRASES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "audience_text": (
        (
            "だれでも 行（い）けます",
            "Everyone",
            "どなたでも 誰でも だれでも どなたでもどうぞ どなたでも参加できます 制限なし",
        ),
    ),
    "apply_text": (
        (
            "申（もう）し込（こ）みは いりません",
            "No booking needed",
            (
                "申込不要 申し込み不要 申込み不要 予約不要 事前申込不要 事前申し込み不要 事前予約不要 不要 "
                "申込なし 予約なし なし 申込不要です 予約不要です"
            ),
        ),
        (
            "申（もう）し込（こ）みは いりません。そのまま 来（き）て ください",
            "No booking needed: just come",
            (
                "直接会場へ 当日直接会場へ 直接会場へお越しください 当日直接会場へお越しください "
                "申込不要直接会場へ 申込不要当日直接会場へ 予約不要直接会場へ"
            ),
        ),
        (
            "申（もう）し込（こ）みが いります",
            "Booking needed",
            "要申込 要申込み 要申し込み 要予約 事前申込 事前予約 事前申込制 予約制 要事前申込",
        ),
    ),
    "bring_text": (
        ("とくに ありません", "Nothing special", "なし 特になし とくになし 特にありません 不要"),
        ("飲（の）み物（もの）", "Something to drink", "飲み物 飲みもの のみもの"),
    ),
    "weather_text": (
        (
            "雨（あめ）の 日（ひ）は ありません",
            "Cancelled if it rains",
            "雨天中止 雨天時中止 雨天時は中止",
        ),
        ("雨（あめ）でも あります", "Held even if it rains", "雨天決行"),
        ("雨（あめ）が 少（すこ）しなら あります", "Held in light rain", "小雨決行"),
        (
            "雨（あめ）が 少（すこ）しなら あります。天気（てんき）が とても 悪（わる）い ときは ありません",
            "Held in light rain, cancelled in rough weather",
            "小雨決行荒天中止",
        ),
    ),
    # Why something is called off: the reasons of the desk's page, letter for letter.
    "reason": (
        (
            "天気（てんき）が とても 悪（わる）いため",
            "Bad weather",
            "荒天のため 雨天のため 悪天候のため",
        ),
        (
            "先生（せんせい）の 都合（つごう）が 悪（わる）く なったため",
            "The instructor is not available",
            "講師の都合のため",
        ),
        (
            "場所（ばしょ）が 使（つか）えなく なったため",
            "The venue cannot be used",
            "会場が使えなくなったため",
        ),
        (
            "うつる 病気（びょうき）が 広（ひろ）がって いるため",
            "Spread of an infectious disease",
            "感染症の広がりのため",
        ),
        (
            "準備（じゅんび）する 人（ひと）たちの 都合（つごう）が 悪（わる）く なったため",
            "The organiser is not able to hold it",
            "主催する団体の都合のため",
        ),
    ),
}
_LANGUAGES = {"easy": 0, "en": 1}


def _same(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


_BY_SPELLING = {
    (field, _same(spelling)): (easy, english)
    for field, phrases in _PHRASES.items()
    for easy, english, spellings in phrases
    for spelling in spellings.split()
}


def say_set_phrase(field: str, text: str, language: str) -> str:
    """``text`` of a listing's ``field`` in ``language`` ("easy", "en") when all of it is one set
    phrase of that field, else ""; also for a language we have no phrases in.
    """
    known = _BY_SPELLING.get((field, _same(text)))
    return known[_LANGUAGES[language]] if known and language in _LANGUAGES else ""
