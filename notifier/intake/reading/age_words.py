"""Cutting words about an audience into spans of months. Whatever is no age and says nothing is left."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_YEAR = 12
_SCHOOL = 72  # months at which a child born in March starts school


@dataclass(frozen=True, slots=True)
class AgeWord:
    """A span as written, both ends included; None is an open end.

    ``limits`` tells a span in numbers, which narrows a stage written beside it; ``listed`` that a
    sign of a list (と, ・) stood before it.
    """

    low: int | None
    high: int | None
    limits: bool = False
    listed: bool = False


_STAGES: tuple[tuple[str, int, int], ...] = (
    (r"未就園児?|未収園児?|入園前|就園前", 0, 47),
    (r"(?:小学校)?未就学児?|(?:小学校)?(?:就学|入学)(?:前|まで)|小学校に(?:上がる|入る)前", 0, 83),
    (r"新生児", 0, 0),
    (r"乳幼児", 0, 83),
    (r"乳児|赤ちゃん|あかちゃん|ベビー", 0, 11),
    (r"幼児", 12, 83),
    (r"年少児?", 36, 59),
    (r"年中児?", 48, 71),
    (r"年長児?", 60, 83),
    (r"園児", 36, 83),
    (r"小学生|小学校|児童(?!館|センター)", _SCHOOL, 155),
    (r"中学生", 144, 191),
    (r"高校生", 180, 227),
)
_UNDER = r"未満|以下|まで|以上|から|~"
_NUMBER = r"(?:(?P<y>\d{1,2})歳(?:(?P<ym>\d{1,2})か月)?|(?P<m>\d{1,3})か月|(?:小学?(?:校)?)(?P<g>\d)(?:年生?)?|(?P<g2>\d)年生)(?:児|ごろ)?"
_WORD = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<pregnant>妊娠[期中]?|妊婦|妊産婦|プレママ・プレパパ|プレママ|プレパパ|マタニティ|出産前)"
    + "".join(rf"|(?P<s{index}>{words})" for index, (words, _, _) in enumerate(_STAGES))
)
_TAIL = re.compile(
    r"\s*(?:の(?:お子さん|お子さま|子ども|子|赤ちゃん|幼児|乳幼児)|の?親子)?\s*(?P<how>未満|以下|まで|以上|から|より|~|-)?(?:の)?"
)
_FOLDS = (
    (re.compile(r"[才]|(?<=\d)さい"), "歳"),
    (
        re.compile(
            r"(?:(?:幼稚園|保育園|保育所|こども園|園)[・や、とか]?)+(?:など)?に(?:まだ)?(?:通|行|入)って(?:い)?ない"
        ),
        "未就園の",
    ),
    (re.compile(r"妊娠\s*\d+\s*(?:週|か月)(?:以降|以上|~|から|くらい|頃)*(?:の方?)?"), "妊婦 "),
    (re.compile(r"[かカヵケヶ箇ヵヶ个ヵ]\s*月|ヵ月|(?<=\d)ケ月"), "か月"),
    (re.compile(r"(\d)\s+(?=歳|か月|年生)"), r"\1"),
    (re.compile(r"歳半"), "歳6か月"),
    (re.compile(r"(?<=歳)(?:と|\s)(?=\d+か月)"), ""),
    (re.compile(r"生後|満(?=\d)|およそ|おおむね|おおよそ|概ね|だいたい|約(?=\d)"), ""),
    (re.compile(r"(?<=[歳月児生])\s*(?:くらい|ぐらい|位|程度|頃|ごろ|ころ)"), ""),
    (re.compile(r"(?<=[歳月])(?:過ぎ)"), ""),
)
_LISTED = re.compile(r"(\d{1,3})(?=(?:\s*[・、,.~-]\s*\d{1,3})+\s*(歳|か月|年生))")
_AGES_OF = re.compile(
    r"(\d{1,3})(?P<unit>歳|か月)?児?\s*(?:~|-|から)\s*(?=\d{1,3}(?P<other>歳|か月))"
)
_QUIET = re.compile(
    r"\d+\s*(?:組|名|人)(?:程度|まで|限定)?|[^\s、,。・()~]{0,8}?(?:市|区|町|村|県|地区)?(?:内|在住|在勤|在学)(?:または|・|の|に)?"
    r"|(?:その|ご?家?)?(?:お子さ[んま](?:連れ|たち)?|こども(?:たち)?|子ども(?:たち)?|子供|お子|親子(?:で)?|保護者様?|ご?家族|ご?家庭|父母|母親|父親|親御さん|お[母父]さん|お?母さん|ママ|パパ|お?じいちゃん|お?ばあちゃん|祖父母|お?孫(?:さん|さま)?|外国に(?:つながる|ルーツ(?:の|を持つ)?)|発達(?:が|に)(?:気になる|不安の?ある|心配の?ある|ゆっくりな?)|ご?夫婦|パートナー|妊婦さん|妊婦|児童|赤ちゃん|きょうだい)"
    r"|子育て(?:中|世帯|家庭)|(?:対象|定員|先着)\s*[:：は]?|限定|のみ|だけ|歓迎|ごろ|対象|クラス|コース|と一緒|同伴|付き添い|付添|等|など|方|人|さん|くん|ちゃん|様|達|たち|児"
    r"|および|及び|または|又は|もしくは|または|ならびに|いる|お持ち|連れ|ず[つ]|[のとやがをにはでも子生親]|\s+|[・、,。()/:：!！?~\-\[\]「」『』【】◎○●☆★♪※&＆+]"
)
_LIST_SIGN = re.compile(r"[とや・、,/]|および|及び")
_LEADS = re.compile(r"(?:^|[\s(、:])~\s*$")


@lru_cache(maxsize=4096)
def cut_ages(text: str) -> tuple[tuple[AgeWord, ...], str]:
    """The spans of ``text`` (plain, digits written as digits), and what nobody understood."""
    folded = _fold(text)
    found: list[AgeWord] = []
    left: list[str] = []
    at, opened = 0, None
    for match in _WORD.finditer(folded):
        between = folded[at : match.start()]
        word = _word(match)
        how, at = _how(folded, match.end())
        if opened is not None and not between.strip():
            word = replace(_ended(word, how), low=opened.low, listed=opened.listed)
            found.append(word)
            opened = None
            continue
        found += [replace(opened, high=None)] if opened else []
        opened = None
        left.append(between)
        word = replace(word, listed=bool(_LIST_SIGN.search(between)))
        if how == "~":
            opened = word
        elif not match.group("pregnant"):
            found.append(_ended(word, "まで" if _LEADS.search(between) else how))
    found += [replace(opened, high=None)] if opened else []
    left.append(folded[at:])
    return tuple(found), _QUIET.sub("", "".join(left))


def _how(text: str, at: int) -> tuple[str, int]:
    """The word that limits an age (未満, まで, 以上, ~ for から) after ``at``, and where it ends."""
    tail = _TAIL.match(text, at)
    if not tail or not tail.group("how"):
        return "", at
    how = tail.group("how")
    if how == "以上" and re.match(r"\s*\d", text[tail.end() :]):
        how = "~"  # 2歳以上4歳未満
    return {"から": "~", "より": "~", "-": "~", "以下": "まで"}.get(how, how), tail.end()


def _fold(text: str) -> str:
    for pattern, word in _FOLDS:
        text = pattern.sub(word, text)
    text = _LISTED.sub(lambda m: m.group(1) + m.group(2), text)
    return _AGES_OF.sub(lambda m: f"{m.group(1)}{m.group('unit') or m.group('other')}~", text)


def _word(match: re.Match[str]) -> AgeWord:
    """The months of one word, both ends included."""
    if match.group("y"):
        low = int(match.group("y")) * _YEAR
        if match.group("ym") is not None:
            low += int(match.group("ym"))
            return AgeWord(low, low, limits=True)
        return AgeWord(low, low + _YEAR - 1, limits=True)
    if match.group("m"):
        return AgeWord(int(match.group("m")), int(match.group("m")), limits=True)
    grade = match.group("g") or match.group("g2")
    if grade:
        low = _SCHOOL + (int(grade) - 1) * _YEAR
        return AgeWord(low, low + 2 * _YEAR - 1, limits=True)
    for index, (_, low, high) in enumerate(_STAGES):
        if match.group(f"s{index}"):
            return AgeWord(low, high)
    return AgeWord(0, None)


def _ended(word: AgeWord, how: str) -> AgeWord:
    if how == "未満":
        return replace(word, low=0, high=(word.low or 0) - 1)
    if how == "まで":
        return replace(word, low=0)
    return replace(word, high=None) if how == "以上" else word
