"""What of a contact may be published: an office and its telephone, yes; a person's, never.

Names of people, e-mail addresses and mobile numbers stay with the hub. When in doubt, private.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.none_words import nothing, said
from notifier.intake.reading.plain import plain

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_MOBILE = re.compile(r"(?<!\d)0[789]0[-\s()]*\d{4}[-\s()]*\d{4}(?!\d)")
_PHONE = re.compile(
    r"(?:\(?0\d{1,4}\)?[-\s(]*\d{1,4}[-\s)]*\d{3,4}|(?<!\d)\d{2,4}-\d{4}|#\d{4})(?!\d)"
)
_URL = re.compile(r"https?://[^\s\u3000、。）)]+")
_ORGANISATION = re.compile(
    r"センター|クラブ|法人|NPO|ひろば|広場|ネット|グループ|サークル|教室|協議|連盟|事務|組合|財団|機構|保育|保健|子育て|コーナー|プラザ|スタジオ|カフェ|の家|工房|まで|メール|電話|下さい|ください|お問|問合|ホーム|受付|内線|代表|直通|FAX|TEL|Tel|tel|℡|:|㈱|図書|公民|役場|役所|ホール|担当|実行|委員|協会|学校|病院|会館|会場|支部|本部|ママ|キッズ|こども|子ども"
    r"|..[館園課係室局校院社店団市区町県]$|...[部所会村場隊]$"
)
_PERSON = re.compile(
    r"[一-龥々]{1,4}[\s　]?[一-龥々ぁ-んァ-ヶ]{1,5}(?:さん|氏|様)?|[ぁ-ん]{2,8}|[ァ-ヶー]{2,8}|[一-龥々]{1,3}"
)
_ROLE_NAME = re.compile(
    r"(?:代表者?|担当者?|責任者|世話人|連絡先|会長)\s*[:：]?\s*(?P<name>[一-龥々]{1,4}?[\s　]?[一-龥々ぁ-んァ-ヶ]{0,4}?)(?=まで|へ|宛|に|$|[\s、(])"
)
_WRAPPED = re.compile(
    r"(?<=[一-龥ァ-ヶー])[\s]*\n[\s]*(?=(?:センター|[館課係室会部]))|[\s　](?=[課係室])"
)
_SPLIT = re.compile(r"([\s　、,\n()（）]+)")
_NAME_LEFT = re.compile(r"^[\s　、,\n()（）・:：/-]*$")


@dataclass(frozen=True, slots=True)
class Contact:
    """The part that may stand on a page, and the part that must not."""

    public: str = ""
    private: str = ""
    url: str = ""
    pending: bool = False


@lru_cache(maxsize=4096)
def read_contact(text: str, known: str = "") -> Contact:
    """Public and private parts of a contact cell; words of ``known`` (place, organiser) are public."""
    if nothing(text):
        return Contact(pending=nothing(text) == "pending")
    folded = plain(said(text))
    url = _URL.search(folded)
    private = [m.group() for m in (*_MAIL.finditer(folded), *_MOBILE.finditer(folded))]
    rest = _URL.sub(" ", _MOBILE.sub(" ", _MAIL.sub(" ", folded)))
    names = [
        m.group("name")
        for m in _ROLE_NAME.finditer(rest)
        if not _ORGANISATION.search(m.group("name"))
    ]
    for name in names:
        rest = rest.replace(name, " ")
    public: list[str] = []
    for piece in _SPLIT.split(_WRAPPED.sub("", rest)):
        (private if piece not in known and _private_name(piece) else public).append(piece)
    shown = _tidy("".join(public))
    return Contact(
        shown,
        " ".join([*names, *(p for p in private if p.strip())]).strip(),
        url.group() if url else "",
    )


def _private_name(piece: str) -> bool:
    """A bare word that looks like a person; offices and numbers do not."""
    word = piece.strip()
    if not word or _PHONE.search(word) or _ORGANISATION.search(word):
        return False
    return bool(_PERSON.fullmatch(word))


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)", " ", text)
    text = re.sub(r"[ \t]+", " ", text)
    lines = [line.strip(" 、,・:") for line in text.split("\n")]
    shown = "\n".join(line for line in lines if line and not _NAME_LEFT.match(line))
    return shown if re.search(r"[0-9一-龥ぁ-んァ-ヶA-Za-z]", shown) else ""


@lru_cache(maxsize=4096)
def personal_in(text: str) -> bool:
    """Whether a text meant for readers carries a mobile number or an e-mail address."""
    folded = plain(text)
    return bool(_MOBILE.search(folded) or _MAIL.search(folded))
