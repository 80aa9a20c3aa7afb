"""Themes, ways and states of opinions, the arrows between the states, and the limits. Pure."""

from notifier.engagement.models import OpinionState as S
from notifier.kit.errors import ConflictError

OPINION_THEMES: dict[str, str] = {
    "place": "ひろば・施設のこと",
    "programme": "催し・講座のこと",
    "information": "お知らせ・情報のこと",
    "consultation": "相談のこと",
    "area": "地域・近所のこと",
    "thanks": "うれしかったこと",
    "other": "そのほか",
}
WAYS: dict[str, str] = {"web": "ページから", "paper": "紙・口頭から"}
STATE_WORDS: dict[S, str] = {
    S.NEW: "届いたまま",
    S.THEMED: "分類ずみ",
    S.ANSWERED: "答えの下書き",
    S.PUBLISHED: "公開中",
}
ARROWS: dict[S, frozenset[S]] = {
    S.NEW: frozenset({S.THEMED, S.ANSWERED}),
    S.THEMED: frozenset({S.THEMED, S.ANSWERED}),
    S.ANSWERED: frozenset({S.THEMED, S.ANSWERED, S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.ANSWERED}),
}
BODY_LIMIT = 1_000
SAID_LIMIT = 80
DID_LIMIT = 160


class OpinionStateError(ConflictError):
    """The opinion is in a state that does not allow this."""


def check_opinion_arrow(state: S, to: S) -> None:
    """Refuse a change of state that has no arrow."""
    if to not in ARROWS[state]:
        raise OpinionStateError(
            f"このご意見はいま「{STATE_WORDS[state]}」なので、「{STATE_WORDS[to]}」にはできません。"
            "ページを開き直して、いまの状態を確かめてください。"
        )
