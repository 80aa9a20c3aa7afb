"""The words people agree to, by version; a version is never changed once it was shown."""

CURRENT_VERSION = "2026-11"

WORDINGS: dict[str, dict[str, str]] = {
    "2026-11": {
        "ja": (
            "子育てに役立つお知らせを、ふだんは週に1回、お送りします。お預かりするのは、メールアドレス"
            "（またはLINEの利用者番号）と、選んでいただいた地区・お子さんの生まれ月・テーマ・ことばだけです。"
            "お知らせを選んで送ること、人数を数えること以外には使いません。いつでも止められ、止めてから30日で"
            "アドレスを消します。"
        ),
        "easy": (
            "子育（こそだ）ての お知（し）らせを、1週間（しゅうかん）に 1回（かい） 送（おく）ります。"
            "メールアドレスと、あなたが 選（えら）んだことだけを 使（つか）います。"
            "ほかの ことには 使（つか）いません。いつでも やめることが できます。"
            "やめてから 30日（にち）で アドレスを 消（け）します。"
        ),
        "en": (
            "We send news for families, usually once a week. We keep only your e-mail address (or LINE "
            "user number) and what you chose: district, birth month of your children, topics and language. "
            "We use it only to choose and send the news and to count readers. You can stop at any time; "
            "30 days after you stop we delete the address."
        ),
    }
}
