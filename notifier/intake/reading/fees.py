"""What it costs, in yen for one participant or family, only when one sum is the whole answer."""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.none_words import no_such_thing, nothing
from notifier.intake.reading.plain import digits, plain, yen

_LABEL = r"(?:参加費|参加料|料金|受講料|費用|入場料?|入館料|観覧料?|会費|利用料|代金)"
_FREE_TAIL = (
    r"(?:[・、。,\s(※/]*(?:申し?込み?(?:は)?不要|予約(?:は)?不要|要予約|要申し?込み?|どなたでも|参加自由|"
    r"当日直接|先着\d*組?|事前申し?込み?(?:制|必要)?)[)]?)*"
)
_FREE = re.compile(
    rf"{_LABEL}?\s*[:は]?\s*(?:参加|入場|観覧)?(?:は)?(?:無料|タダ|ただ|free|\\?0円?|かかりません|(?:一切)?いりません|不要)(?:です)?[。!]?{_FREE_TAIL}",
    re.I,
)
_NO_FEE = re.compile(
    rf"{_LABEL}\s*[:はも]?\s*(?:なし|無し|無|ありません|かかりません)(?:です)?[。]?"
)
_BARE = re.compile(r"[\d,]+")
_YEN = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{3})+|\d+)\s*円")
_ASIDE = re.compile(
    r"[\s。(※]*(?:(?:ご?きょうだい|兄弟|ご?家族)?何人でも(?:同額|同じ)?|(?:お?土産|おみやげ|おやつ|軽食|飲み物|お茶|資料|テキスト)(?:つき|付き?)|(?:駐車場?(?:代|料金?)|交通費|昼食代)(?:は|が)?(?:別途|別|有料|必要|かかります)|物販あり|販売あり)(?:です)?[)。]?\s*$"
)
_PARTS = r"(?:材料|教材|資料|テキスト|保険|お?茶|おやつ|飲み物|お?菓子|軽食|給食|実習|保険料|会場)(?:費|料|代)?"
_WHO = (
    r"(?:1(?:人|名)分|お?1人(?:様)?|おひとり(?:様)?|ひとり|1組|ひと組|1家族|1世帯|世帯(?=あたり|当たり|につき)|家族(?=あたり|当たり|につき)|1名|1回|1個|1枚|1セット|1作品|1台|1つ|親子(?:1組|ひと組|ペア)?|"
    r"(?:子ども|こども|子供|大人|おとな|お子さま|お子さん|参加者)1(?:人|名)|各回|各|大人子供共|大人・子ども(?:とも|共)に?|どなたも|ペア)"
)
# The two loops never give back (*+): 「親子1組」 is also 「親子」「1組」, and a line of them would
# otherwise be tried in every combination.
_ONE_SUM = re.compile(
    rf"(?:(?:{_LABEL}|{_PARTS}|実費)(?:等|など)?(?:として|は|:)?\s*)*+[:：]?\s*[(]?\s*"
    rf"(?:(?P<who>{_WHO})\s*(?:につき|当たり|あたり|で|:|/)?\s*)*+"
    rf"(?:\\|¥)?\s*(?P<sum>\d{{1,3}}(?:,\d{{3}})+|\d+)\s*円?(?:-(?!\d))?\s*"
    rf"(?:/\s*(?P<per>人|名|組|家族|世帯|親子|回|個|枚|セット|1人|1組))?\s*"
    rf"(?:[(※]?\s*(?:(?P<who2>{_WHO})(?:につき|あたり|当たり)?|税込(?:み)?|参加費|(?:{_PARTS}|実費)(?:[・、と](?:{_PARTS}))*(?:等|など)?(?:として|を?含む|込み?|実費)?"
    rf"|当日(?:集金|徴収|払い|お支払い)(?:します)?|当日会場で|おつりの?(?:ない|出ない)ようにお?願いします)\s*[)]?\s*)?[)]?(?:です)?[。]?"
)
_FREE_BUT = re.compile(
    rf"(?:{_LABEL})?[:は]?\s*(?:参加)?(?:無料|なし)[。、,・\s]*[(]?\s*(?:ただし|但し|※|別途)?[、,]?\s*(?P<paid>(?:{_PARTS}).*?)(?:(?:を|が)?(?:いただきます|頂きます|かかります|必要です|必要))?[)]?"
)
_SUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_ADDED = re.compile(
    rf"{_LABEL}\s*:?\s*(?P<first>{_SUM})\s*円\s*(?:\+|＋|と)?\s*{_PARTS}\s*:?\s*(?P<more>{_SUM})\s*円\s*"
    r"(?:\((?:[^()\d]*(?:代|箱|袋|道具)[^()\d]*(?:含む|込み?|付き?|つき))\))?"
)
_OPTIONAL = re.compile(r"販売|購入|駐車|希望者|喫茶|自由|有料の|別売")
_BESIDES = re.compile(
    r"^\s*[(※]?\s*(?:別途|ただし|但し)[、,]?\s*|\s*(?:が|を)?(?:必要|かかります|いただきます)(?:です)?\s*$"
)
_UNSETTLED = re.compile(
    r"(?:材料費?|教材費?|費用|参加費)?(?:は)?\s*実費(?:のみ|負担|程度)?(?:が?必要|あり|です)?"
)
_UNITS = (
    ("組", re.compile(r"組|家族|世帯|親子|ペア")),
    ("人", re.compile(r"人|名|ひとり|大人|おとな|子ども|こども|子供|どなた|参加者")),
)


@dataclass(frozen=True, slots=True)
class Fee:
    """``yen`` is None when the words do not come down to one sum; ``text`` is for people.

    ``unit`` is 組 or 人 where the words say for whom the sum is. 実費 is surely no sum.
    """

    yen: int | None = None
    text: str = ""
    pending: bool = False
    unit: str = ""
    sure: bool = True

    @property
    def free(self) -> bool:
        """Whether nothing is to be paid."""
        return self.yen == 0


@lru_cache(maxsize=4096)
def read_fee(text: str) -> Fee:
    """The fee ``text`` (a fee column) names; 0, 無料 and なし are free, a dash says nothing."""
    state = nothing(text)
    if state == "pending":
        return Fee(pending=True, text=text.strip(), sure=False)
    if no_such_thing(text):
        return Fee(0, "無料")
    if state:
        return Fee(sure=not text.strip())
    flat = " ".join(digits(yen(plain(text))).split())
    flat = _ASIDE.sub("", flat) or flat
    if _FREE.fullmatch(flat) or _NO_FEE.fullmatch(flat):
        return Fee(0, text.strip() if "無料" in text else "無料")
    if _UNSETTLED.fullmatch(flat):
        return Fee(None, text.strip())
    found = _one_sum(flat, text) or _free_but(flat, text) or _added(flat, text)
    return found or Fee(None, text.strip(), sure=False)


def _one_sum(flat: str, text: str) -> Fee | None:
    match = _ONE_SUM.fullmatch(flat)
    if not match:
        return None
    yen = int(match.group("sum").replace(",", ""))
    shown = f"{yen:,}円" if _BARE.fullmatch(flat) else text.strip()
    words = " ".join(filter(None, match.group("who", "per", "who2")))
    unit = next((unit for unit, said in _UNITS if said.search(words)), "")
    return Fee(yen, shown, unit=unit if yen else "")


def _added(flat: str, text: str) -> Fee | None:
    """「参加費300円＋材料費200円」, 「受講料 500円 材料費 300円」: everybody pays both."""
    match = _ADDED.fullmatch(flat)
    if not match or _OPTIONAL.search(flat):
        return None
    return Fee(sum(int(n.replace(",", "")) for n in match.group("first", "more")), text.strip())


def _free_but(flat: str, text: str) -> Fee | None:
    """「無料（材料費100円）」 costs everybody 100 yen."""
    match = _FREE_BUT.fullmatch(flat)
    paid = _one_sum(match.group("paid"), text) if match else None
    if paid is None or _OPTIONAL.search(flat):
        return None
    return Fee(paid.yen, text.strip(), unit=paid.unit)


def combine(basic: str, detail: str) -> Fee:
    """The basic sum beside its details: one fee only when both tell the same."""
    first, more = read_fee(basic), read_fee(detail)
    if not more.text:
        return first
    if not first.text:
        return more
    if first.yen is not None and more.yen is not None and first.yen == more.yen:
        return Fee(first.yen, more.text, unit=first.unit or more.unit)
    paid = _one_sum(_BESIDES.sub("", digits(plain(detail))), detail) if first.yen == 0 else None
    if paid and re.search(_PARTS, detail) and not _OPTIONAL.search(plain(detail)):
        return Fee(paid.yen, more.text, unit=paid.unit)
    if first.yen and first.yen in _sums(detail):
        return Fee(None, more.text, sure=False)
    shown = (
        more.text
        if first.yen == 0 and _YEN.search(plain(detail))
        else f"{first.text}（{more.text}）"
    )
    return Fee(None, shown, pending=more.pending, sure=False)


def _sums(text: str) -> set[int]:
    return {int(n.replace(",", "")) for n in _YEN.findall(plain(text))}


_SAID_IN_BODY = re.compile(
    r"(?:参\s*加\s*(?:費|料)|料金|会費|材料費|費用)\s*[●:：は・】]?\s*[^\n。☆♪]{0,14}?(\d{1,3}(?:,\d{3})+|\d+)\s*円"
)


@lru_cache(maxsize=4096)
def sum_in_body(body: str) -> int | None:
    """A fee a running text names (参加費：７００円), to compare with the fee column."""
    match = _SAID_IN_BODY.search(plain(body))
    return int(match.group(1).replace(",", "")) if match else None
