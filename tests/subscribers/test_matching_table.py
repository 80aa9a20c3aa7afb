"""Twelve readers times fifteen listings, decided by hand; ``pytest -s`` prints the table."""

import unicodedata
from datetime import date

import pytest

from notifier.subscribers import ItemFacts, Wishes, match, why

SATURDAY, LATER, EDITION = date(2026, 11, 28), date(2026, 12, 12), date(2026, 11, 21)
DISTRICTS = {"d1": "第1地区", "d2": "第2地区", "d3": "第3地区", "d4": "第4地区"}

READERS = {
    "しぼらない": Wishes(),
    "第1地区": Wishes(districts=("d1",)),
    "0歳(6か月)": Wishes(birth_months=("2026-05",)),
    "1歳(14か月)": Wishes(birth_months=("2025-09",)),
    "3歳": Wishes(birth_months=("2023-10",)),
    "妊娠中": Wishes(birth_months=("2027-02",)),
    "2歳と妊娠中": Wishes(birth_months=("2024-10", "2027-01")),
    "あそびだけ": Wishes(themes=("play",)),
    "第2地区・0歳": Wishes(districts=("d2",), birth_months=("2026-05",)),
    "第1地区・食": Wishes(districts=("d1",), themes=("lunch",)),
    "5か月と5歳": Wishes(birth_months=("2026-06", "2021-04")),
    "第3・4地区・相談・1歳": Wishes(
        districts=("d3", "d4"), birth_months=("2025-09",), themes=("consultation", "health")
    ),
}


def _item(number: int, **facts: object) -> ItemFacts:
    return ItemFacts(**{"listing_id": number, "on_dates": (SATURDAY,), **facts})  # type: ignore[arg-type]


LISTINGS = {
    "だれでもひろば": _item(1),
    "第1地区ひろば": _item(2, district_keys=("d1",), themes=("play",)),
    "第2地区ひろば": _item(3, district_keys=("d2",), themes=("play",)),
    "ベビーマッサージ 2–11か月": _item(
        4, district_keys=("d1",), min_months=2, max_months=11, themes=("play",)
    ),
    "1歳あそび": _item(5, min_months=12, max_months=23, themes=("play",)),
    "2・3歳": _item(6, min_months=24, max_months=47),
    "プレママ教室": _item(7, audiences=("pregnant",), themes=("pregnancy",)),
    "妊娠中〜0歳": _item(
        8, min_months=0, max_months=11, audiences=("pregnant",), themes=("parenting",)
    ),
    "離乳食 5–8か月": _item(9, min_months=5, max_months=8, themes=("lunch",)),
    "第3地区の相談会": _item(10, district_keys=("d3",), themes=("consultation",)),
    "就学前の交換会": _item(11, district_keys=("d1", "d2"), max_months=83, themes=("market",)),
    "ふたごの会": _item(12, themes=("twins",)),
    "7か月から(12/12)": _item(13, min_months=7, max_months=11, on_dates=(LATER,)),
    "中止のひろば": _item(14, is_cancelled=True),
    "3歳からのお知らせ": _item(15, min_months=36, on_dates=(EDITION,)),
}

EXPECTED = {
    "しぼらない": "YYYYYYYYYYYYYNY",
    "第1地区": "YYNYYYYYYNYYYNY",
    "0歳(6か月)": "YYYYNNNYYYYYYNN",
    "1歳(14か月)": "YYYNYNNNNYYYNNN",
    "3歳": "YYYNNYNNNYYYNNY",
    "妊娠中": "YYYNNNYYNYNYNNN",
    "2歳と妊娠中": "YYYNNYYYNYYYNNN",
    "あそびだけ": "YYYYYYNNNNNNYNY",
    "第2地区・0歳": "YNYNNNNYYNYYYNN",
    "第1地区・食": "YNNNNYNNYNNNYNY",
    "5か月と5歳": "YYYYNNNYYYYYNNY",
    "第3・4地区・相談・1歳": "YNNNNNNNNYNNNNN",
}


@pytest.mark.parametrize("reader", READERS)
def test_a_row_of_the_table(reader: str) -> None:
    """Every cell of one reader's row."""
    found = "".join("Y" if match(READERS[reader], item).yes else "N" for item in LISTINGS.values())
    assert found == EXPECTED[reader]


def test_every_sentence_agrees_with_its_cell() -> None:
    """「なぜ届いたか」 is computed by the function that decides."""
    for wishes in READERS.values():
        for item in LISTINGS.values():
            sentence = why(wishes, item, district_names=DISTRICTS)
            ending = "届きました。" if match(wishes, item).yes else "届きません。"
            assert sentence.endswith(ending)


def test_sentences_name_what_matched() -> None:
    """A district, an age on the day, a theme."""
    massage = LISTINGS["ベビーマッサージ 2–11か月"]
    wishes = Wishes(districts=("d1",), birth_months=("2026-05",), themes=("play",))
    assert why(wishes, massage, district_names=DISTRICTS) == (
        "第1地区を選んでいて、お子さん（11月28日(土)に6か月）が対象の年齢に合い、"
        "テーマの「あそび・ひろば」を選んでいるので、届きました。"
    )


def test_a_sentence_ends_well_whatever_its_reasons() -> None:
    """The last reason takes the form before 「ので」, the others go on."""
    everyone = LISTINGS["だれでもひろば"]
    assert why(Wishes(districts=("d1",)), everyone, district_names=DISTRICTS) == (
        "どの地区の方にも向けたお知らせなので、届きました。"
    )
    lunch = Wishes(districts=("d2",), themes=("lunch",))
    assert why(lunch, LISTINGS["第1地区ひろば"], district_names=DISTRICTS) == (
        "選んだ地区のお知らせではなく、選んだテーマのお知らせではないので、届きません。"
    )


def test_print_the_table() -> None:
    """For a person to read."""
    print()
    print(_pad("", 24), *(f"{n:>2}" for n in range(1, len(LISTINGS) + 1)))
    for reader, wishes in READERS.items():
        cells = ("○" if match(wishes, item).yes else "－" for item in LISTINGS.values())
        print(_pad(reader, 24), " ".join(cells))
    for number, name in enumerate(LISTINGS, start=1):
        print(f"{number:>2} {name}")
    print()
    for reader, wishes in READERS.items():
        for name, item in LISTINGS.items():
            mark = "○" if match(wishes, item).yes else "－"
            print(
                _pad(reader, 24), mark, _pad(name, 28), why(wishes, item, district_names=DISTRICTS)
            )


def _pad(text: str, width: int) -> str:
    wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    return text + " " * (width - wide)
