"""やさしい日本語 and English of some practice items: most checked, one a draft that waits."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import hubs, listings
from notifier.audit import Actor
from notifier.listings import VariantWords

# (title of the item, language, whether somebody has checked it, its words)
VARIANTS: tuple[tuple[str, str, bool, dict[str, str]], ...] = (
    (
        "やさしい日本語おしゃべりカフェ",
        "easy",
        True,
        {
            "title": "やさしい 日本語（にほんご）で 話（はな）す カフェ",
            "body": "やさしい 日本語で 話します。子（こ）どもと いっしょに 来（き）てください。",
            "audience_text": "外国（がいこく）から 来た 家族（かぞく）。だれでも 来ることが できます。",
            "apply_text": "申（もう）しこみは いりません。",
        },
    ),
    (
        "やさしい日本語おしゃべりカフェ",
        "en",
        True,
        {
            "title": "Chat café in easy Japanese",
            "body": "We talk in easy Japanese. Come with your child.",
            "audience_text": "Families with roots abroad, and anyone who likes to come",
            "apply_text": "No booking needed",
        },
    ),
    (
        "えほんの読み聞かせ",
        "easy",
        True,
        {
            "title": "絵本（えほん）を 読（よ）む 会（かい）",
            "body": "絵本を 読みます。うたも あります。",
            "audience_text": "1歳（さい）から 3歳の 子どもと 家族",
            "apply_text": "申しこみは いりません。",
        },
    ),
    (
        "えほんの読み聞かせ",
        "en",
        True,
        {
            "title": "Picture book time",
            "body": "Picture books of the season and traditional nursery songs.",
            "audience_text": "Children from 1 to 3 with a parent",
            "apply_text": "No booking needed",
        },
    ),
    (
        "プレイパークで秋あそび",
        "en",
        True,
        {
            "title": "Autumn fun at the play park",
            "body": "A pool of fallen leaves, and mud: play as hard as you like.",
            "audience_text": "Everyone",
            "apply_text": "No booking needed",
            "bring_text": "A change of clothes, something to drink",
            "weather_text": "Held in light rain, cancelled in rough weather",
        },
    ),
    (
        "藤だなサロン",
        "easy",
        False,
        {
            "title": "藤（ふじ）だな サロン",
            "body": "おもちゃで 遊（あそ）びます。話を します。",
        },
    ),
)


def make_variants(
    session: Session, hub: hubs.Hub, *, editor: Actor, publisher: Actor, now: datetime
) -> int:
    """Written by the editor, checked by the second person; how many. Items not here are left out."""
    made = 0
    for title, language, is_checked, texts in VARIANTS:
        found = [
            one for one in listings.search(session, hub.id, text=title).listings
            if one.title == title and listings.variant_in(one, language) is None
        ]  # fmt: skip
        for listing in found[:1]:
            words = VariantWords(language, texts, "翻訳ボランティア", 0)
            listings.write_variant(session, listing, words, by=editor, now=now)
            if is_checked:
                listings.check_variant(
                    session, listing, language=language, version=1, by=publisher, now=now
                )
            made += 1
    return made
