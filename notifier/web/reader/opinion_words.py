"""The words of the opinion box and of the one-tap answers, in the three languages."""

from collections.abc import Mapping

from notifier.web.languages import Sentences, in_every_language

_WORDS: Sentences = {
    "title": ("ご意見箱", "ご意見箱（いけんばこ）", "Opinion box"),
    "lead": (
        "うれしかったこと、困ったこと、あったらいいなと思うことを聞かせてください。お名前はいりません。",
        "うれしかった こと、困（こま）った ことを 書（か）いて ください。名前（なまえ）は いりません。",
        "Tell us what you liked, what was difficult, what you would wish for. No name needed.",
    ),
    "body": ("ご意見", "書（か）く ところ", "Your opinion"),
    "body_help": (
        "{limit}文字まで。ご自分やほかの方のお名前・連絡先は書かないでください。お返事は一人ひとりにではなく、このページとお知らせでお伝えします。",
        "{limit}文字（もじ）まで。名前（なまえ）や 電話番号（でんわばんごう）は 書（か）かないで ください。返事（へんじ）は この ページに 書（か）きます。",
        "Up to {limit} characters. Please leave out names and contact details. We answer on this page and in our news, not one by one. Any language is fine.",
    ),
    "send": ("ご意見を送る", "送（おく）る", "Send"),
    "thanks_title": ("ありがとうございました", "ありがとう ございました", "Thank you"),
    "thanks": (
        "ご意見を受け取りました。スタッフが必ず読みます。",
        "スタッフが かならず 読（よ）みます。",
        "We received it. Our staff read every one.",
    ),
    "again": ("ご意見箱にもどる", "もどる", "Back to the opinion box"),
    "heard_title": ("みなさんの声から", "みなさんの 声（こえ）から", "You said, we did"),
    "said": ("こんな声", "こんな 声（こえ）が ありました", "You said"),
    "did": ("こうしました", "こう しました", "We did"),
    "too_many": (
        "いま、ご意見がたくさん届いています。時間をおいて、もう一度お送りください。お急ぎのときは、拠点に直接お知らせください。",
        "いま たくさん 届（とど）いて います。あとで もう一度（いちど） 送（おく）って ください。",
        "Many opinions are coming in right now. Please try again later, or tell the hub directly.",
    ),
    "empty": (
        "ご意見を入れてください。",
        "書（か）いて ください。",
        "Please write something.",
    ),
    "too_long": (
        "{limit}文字までにしてください（いま{count}文字）。",
        "{limit}文字（もじ）までに して ください（いま {count}文字（もじ））。",
        "Please keep it to {limit} characters (now {count}).",
    ),
    "feedback_title": (
        "ひとことお聞かせください",
        "教（おし）えて ください",
        "One tap, please",
    ),
    "feedback_lead": (
        "あてはまるほうを押してください。だれが押したかは記録しません。",
        "えらんで 押（お）して ください。だれが 押（お）したかは わかりません。",
        "Tap what fits. We count the taps, not who taps.",
    ),
    "want": ("行ってみたい", "行（い）って みたい", "I would like to go"),
    "useful": ("役に立った", "役（やく）に 立（た）った", "This was useful"),
    "feedback_thanks": (
        "ありがとうございます。これからの企画に生かします。",
        "ありがとう ございます。",
        "Thank you. It helps us to plan.",
    ),
    "to_event": ("催しのページにもどる", "もどる", "Back to the event"),
    "to_box": ("くわしく書く（ご意見箱）", "もっと 書（か）く", "Write more (opinion box)"),
}
_IN = in_every_language(_WORDS)


def opinion_words(language: str) -> Mapping[str, str]:
    """Every sentence in ``language``."""
    return _IN[language]
