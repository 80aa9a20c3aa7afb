"""Ages, fees, capacity, contacts: value only where the words leave no doubt."""

import pytest

from notifier.intake.reading import read_audience, read_capacity, read_contact, read_fee
from notifier.intake.reading.fees import combine, sum_in_body


@pytest.mark.parametrize(
    ("text", "low", "high", "audiences"),
    [
        ("0歳児", 0, 11, ()),
        ("1〜3歳", 12, 47, ()),
        ("未就園児", 0, 47, ()),
        ("未収園児とその保護者", 0, 47, ()),
        ("乳幼児親子", 0, 83, ()),
        ("小学生", 72, 155, ()),
        ("生後4か月まで", 0, 4, ()),
        ("7～11か月児", 7, 11, ()),
        ("１歳６か月～１歳８か月頃のこどもとその保護者", 18, 20, ()),
        ("6・7ヶ月の子どもとその保護者", 6, 7, ()),
        ("妊婦　乳幼児とその保護者", 0, 83, ("pregnant",)),
        ("プレママ・プレパパ", None, None, ("pregnant", "father")),
        ("双子のママ", None, None, ("twins",)),
        ("父親", None, None, ("father",)),
        ("どなたでも", None, None, ()),
        ("未収園児～一般", None, None, ()),
        ("３歳以上", 36, None, ()),
        ("高校生・一般", 180, None, ()),
        ("クラブ加入者", None, None, ()),
        ("乳児・小学生親子２０名", None, None, ()),
        ("平成28年4月に1年生になる幼児", None, None, ()),
    ],
)
def test_for_whom(text: str, low: int | None, high: int | None, audiences: tuple[str, ...]) -> None:
    found = read_audience(text)
    assert (found.min_months, found.max_months, found.audiences) == (low, high, audiences)


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("無料", 0), ("0", 0), ("０", 0), ("500円", 500), ("１人３００円", 300), ("親子で500円", 500),
        ("受講料\n500円", 500), ("親子１組 2000", 2000), ("無料・申込不要", 0), ("材料費実費", None),
        ("0~500", None), ("一般200円、大学生150円", None), ("-", None), ("有料?", None), ("1,000円（全5回分）", None),
    ],
)  # fmt: skip
def test_one_sum_or_none(text: str, yen: int | None) -> None:
    assert read_fee(text).yen == yen


def test_a_fee_and_its_details() -> None:
    assert combine("0", "無料").yen == 0
    assert combine("500", "500円(市外の方は700円)").yen is None
    assert combine("", "300円").yen == 300
    assert sum_in_body("参 加 費：７００円 持ち物") == 700


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("申込先着\n20人", 20, "人"), ("10組", 10, "組"), ("15名程度", 15, "人"), ("親子20組", 20, "組"),
        ("なし", None, ""), ("20", 20, ""), ("20人程度の参加が見込める団体", None, ""), ("【午前】10組【午後】12組", None, ""),
    ],
)  # fmt: skip
def test_how_many(text: str, number: int | None, unit: str) -> None:
    found = read_capacity(text)
    assert (found.number, found.unit) == (number, unit)


def test_first_come_or_lottery() -> None:
    assert read_capacity("先着20組").how == "first_come"
    assert read_capacity("20組（抽選）").how == "lottery"


@pytest.mark.parametrize(
    ("text", "public", "private"),
    [
        ("0768-82-5479", "0768-82-5479", ""),
        ("平和こども園　（０７６８）５２－２１３０", "平和こども園 (0768)52-2130", ""),
        ("佐藤　090-0000-9813", "", "090-0000-9813 佐藤"),
        ("輪島親子昆虫クラブ　m03671@example.jp", "輪島親子昆虫クラブ", "m03671@example.jp"),
        ("区民テニス連盟　会田一郎", "区民テニス連盟", "会田一郎"),
        ("生涯学習\nセンター", "生涯学習センター", ""),
        ("調査中", "", ""),
    ],
)
def test_contacts_are_parted(text: str, public: str, private: str) -> None:
    found = read_contact(text)
    assert (found.public, found.private) == (public, private)
