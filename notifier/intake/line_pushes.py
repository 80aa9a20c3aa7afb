"""What the groups' LINE account says of its own accord: paid messages, few of them. Pure."""

from notifier.intake.line_buttons import STATE, Message, answers, text
from notifier.intake.line_words import short_title
from notifier.kit.text import shorten

LONGEST_WORDS = 1_000


def desk_asks(title: str, message: str, field: str) -> Message:
    """A person at the desk asks; the next words are the answer."""
    return text(
        f"「{short_title(title)}」について、拠点からのおたずねです。\n\n{shorten(message, LONGEST_WORDS)}\n\n"
        "このトークに、そのままお返事を書いてください。",
        answers(field, message),
    )


def refused(title: str, reason: str) -> Message:
    """The desk does not publish it, and why."""
    return text(
        f"「{short_title(title)}」は、今回は掲載を見送りました。\n理由：{shorten(reason, LONGEST_WORDS)}\n\n"
        "ご不明な点は、拠点にお問い合わせください。",
        [STATE],
    )


def looking_again(title: str, *, was_refused: bool) -> Message:
    """What was told before holds no more."""
    before = "見送りとお伝えしました" if was_refused else "掲載しました"
    return text(f"先ほど{before}「{short_title(title)}」を、もう一度確認しています。", [STATE])


def photo_lost(title: str) -> Message:
    """LINE did not hand the photo over."""
    return text(
        f"「{short_title(title)}」の写真を、LINEから受け取れませんでした。"
        "お手数ですが、もう一度送ってください。"
    )


def bad_photo(title: str, why: str) -> Message:
    """The file is none we can keep."""
    return text(f"「{short_title(title)}」のファイルを受け取れませんでした。{why}")
