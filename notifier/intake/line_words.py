"""What the groups' LINE account says: messages as plain JSON objects. Pure.

One thing is asked at a time, and there is always a way out below it. The account takes no
consultations, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, Question
from notifier.intake.line_buttons import STATE, Message, answers, button, text
from notifier.intake.line_reading import LONGEST_LINE, SHOWN_AFTER, read_lines
from notifier.kit.text import shorten

LONGEST = 4_000
LONGEST_ASIDE = 500  # of a question said again


@dataclass(frozen=True, slots=True)
class Desk:
    """What the words need to know of the hub; ``group`` is whom the sender speaks for, or ""."""

    hub_name: str
    contact: str
    group: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item of the sender: where it stands, why, and where it appeared."""

    title: str
    when: str
    state: str
    reason: str = ""
    appeared: tuple[str, ...] = ()


def welcome(desk: Desk) -> Message:
    """After adding the account."""
    if desk.group:
        return text(
            f"{desk.hub_name}の連絡用LINEです。「{desk.group}」としてつながっています。\n{_HOW_TO_SEND}",
            [STATE],
        )
    return text(
        f"友だち追加ありがとうございます。{desk.hub_name}の、団体のみなさんの連絡用LINEです。\n"
        f"{_HOW_TO_SEND}\n\n{how_to_connect(desk)}"
    )


_HOW_TO_SEND = (
    "行事やお知らせの文、ちらしの写真をここに送ってください。足りないことは一つずつおたずねし、"
    "職員が確かめてから掲載します。「状態」と送ると、いまの様子をお返事します。\n"
    "このLINEでは相談をお受けしていません。"
)


def how_to_connect(desk: Desk) -> str:
    """How an unknown sender becomes her group's."""
    contact = f"（{desk.contact}）" if desk.contact else ""
    return (
        "まだどの団体の方か分かりません。つなぐには、前に受け取ったリンクの「送った情報」のページで"
        f"「LINEとつなぐ番号」を出すか、拠点{contact}に番号をお聞きになって、"
        "その番号をこのトークに送ってください。"
    )


def connected(desk: Desk) -> Message:
    """The code was right."""
    return text(
        f"「{desk.group}」としてつながりました。\n{_HOW_TO_SEND}\n"
        "担当がかわるときやつながりを外すときは、拠点にお知らせください。",
        [STATE],
    )


def receipt(
    desk: Desk, draft: ListingDraft, *, submission_id: int, photo: bool, ask: Question | None
) -> Message:
    """What came and how we read it; then the first thing that is missing, or that nothing is."""
    head = "写真を受け取りました。" if photo else "受け取りました。"
    read = "\n".join(read_lines(draft, desk.zone))
    shown = f"\n{read}" if read else ""
    unknown = "" if desk.group else f"\n\n{how_to_connect(desk)}"
    return _asked(f"{head}ありがとうございます。{shown}", submission_id, ask, unknown)


def not_an_item(desk: Desk, *, submission_id: int, ask: Question | None) -> Message:
    """Words that announce nothing: kept for the desk, and easy to take back."""
    unknown = "" if desk.group else f"\n\n{how_to_connect(desk)}"
    contact = f"お急ぎの方は {desk.contact} へお願いします。" if desk.contact else ""
    words = (
        "メッセージを受け取りました。職員が読みます。このLINEは行事とお知らせの受付用で、相談には"
        f"お答えしていません。{contact}まちがえて送ったときは「取り消す」を押してください。"
    )
    return _asked(words, submission_id, ask, unknown)


def answered(
    desk: Desk, draft: ListingDraft, *, submission_id: int, field: str, ask: Question | None
) -> Message:
    """An answer was taken; the next thing, or thanks."""
    read = "\n".join(read_lines(draft, desk.zone, only=SHOWN_AFTER.get(field, (field,))))
    return _asked(
        f"ありがとうございます。{f'{chr(10)}{read}' if read else ''}", submission_id, ask, ""
    )


def added(
    desk: Desk, draft: ListingDraft, *, submission_id: int, field: str, ask: Question | None
) -> Message:
    """Words that belong to the item before, or mend one of its fields."""
    shown = () if field == "message" else SHOWN_AFTER.get(field, (field,))
    read = "\n".join(read_lines(draft, desk.zone, only=shown)) if shown else ""
    head = f"「{short_title(draft.title)}」に書きそえました。"
    if not read:
        head += "職員が読みます（相談にはお答えしていません）。消すときは、LINEの「送信取消」を使ってください。"
    return _asked(f"{head}\n{read}" if read else head, submission_id, ask, "")


def photo_added(title: str, *, submission_id: int, ask: Question | None) -> Message:
    """One more photo."""
    what = f"「{short_title(title)}」の写真を" if title else "写真をもう1枚"
    return _asked(f"{what}受け取りました。", submission_id, ask, "")


def came_before(title: str, *, submission_id: int) -> Message:
    """The same item once more."""
    return text(
        f"「{short_title(title)}」は、同じ内容がもう届いています。もう一度送る必要はありません。",
        [STATE, button("取り消す", "take_back", submission_id)],
    )


def as_it_is(title: str, *, submission_id: int) -> Message:
    """No more questions; nothing is lost."""
    return text(
        f"「{short_title(title)}」を、届いたまま受け付けました。職員が確かめます。",
        [STATE, button("取り消す", "take_back", submission_id)],
    )


def taken_back(title: str) -> Message:
    """The item is withdrawn."""
    return text(f"「{short_title(title)}」を取り消しました。掲載されません。", [STATE])


def decided(title: str) -> Message:
    """An old button about what the desk has decided."""
    return text(
        f"「{short_title(title)}」は、もう職員の確認がすんでいます。「状態」で結果を見られます。",
        [STATE],
    )


def answered_late(title: str) -> Message:
    """The answer came after the item was published."""
    return text(
        f"ありがとうございます。「{short_title(title)}」はもう掲載が決まっているので、"
        "いただいたお返事は訂正として職員が確かめます。",
        [STATE],
    )


def too_late_to_take_back(title: str, link: str) -> Message:
    """It is public already: a cancellation is no tap in a talk."""
    return text(
        f"「{short_title(title)}」は、もう確認がすんでいます。中止や訂正は、こちらのページからできます。\n{link}"
    )


def nothing_open() -> Message:
    """A word or an old button about nothing that is under way."""
    return text(
        "いま受付の途中のものはありません。行事やお知らせの文、ちらしの写真を送ってください。",
        [STATE],
    )


def thanks(*, is_asked: bool) -> Message:
    """To thanks, nods and stickers; ``is_asked``: the question follows."""
    more = (
        "つづきをお聞きします。"
        if is_asked
        else "行事やお知らせは、文か写真でここに送ってください。"
    )
    return text(f"ありがとうございます。{more}", [STATE])


def sent_twice() -> Message:
    """The same answer a moment later."""
    return text("同じお返事がもう届いています。")


def called_off(desk: Desk, draft: ListingDraft, *, submission_id: int, link: str) -> Message:
    """Words that call an item off: a person reads them, and nothing changes until then."""
    read = "\n".join(read_lines(draft, desk.zone))
    contact = f"（{desk.contact}）" if desk.contact else ""
    return text(
        f"受け取りました。職員が読みます。\n{read}\n\n"
        "いま掲載しているものは、職員が確かめるまで変わりません。ご自分ですぐ中止にするときは、こちらの"
        f"ページからできます（7日間使えます。ほかの人に渡さないでください）。\n{link}\n"
        f"当日のことなど、お急ぎのときは拠点{contact}にお電話ください。",
        [STATE, button("取り消す", "take_back", submission_id)],
    )


def cannot_read(what: str) -> Message:
    """A kind of message we do not keep; said at once, so that nobody waits."""
    return text(
        f"{what}は受け取れません（保存していません）。文か写真で、もう一度送ってください。",
        [STATE],
    )


def not_on_the_phone() -> Message:
    """A picture that lies with another company: LINE does not hand it over."""
    return text(
        "ほかのアプリから共有された写真は受け取れません（保存していません）。"
        "いちどスマホに保存してから、その写真を送ってください。",
        [STATE],
    )


def too_many_photos(title: str, most: int) -> Message:
    """More photos than an item has room for."""
    return text(
        f"「{short_title(title)}」の写真は{most}枚までです。これより後の写真は受け取っていません。"
        "別の行事の写真なら、「そのまま送る」を押してから、もう一度送ってください。"
    )


def too_often() -> Message:
    """More than any person sends."""
    return text(
        "続けてたくさん届いています。いまの分は受け取っていません。"
        "1時間ほど待って、もう一度送ってください。"
    )


def in_a_room() -> Message:
    """The account was asked into a group talk."""
    return text(
        "お招きありがとうございます。グループのトークでは、行事やお知らせを受け取れません。"
        "このアカウントを友だちに追加して、1対1のトークで送ってください。"
    )


def states(items: Sequence[ItemState], link: str) -> Message:
    """Where the newest items stand, and the page on which they are mended or called off."""
    if not items:
        return text(
            "まだ届いたものはありません。行事やお知らせの文、ちらしの写真を送ってください。"
        )
    words = "\n\n".join(_state(one) for one in items)
    end = (
        f"\n\n直す・中止にする・くわしく見る（7日間使えます。ほかの人に渡さないでください）\n{link}"
    )
    return text(shorten(words, LONGEST) + end)


def and_still(message: Message, *, submission_id: int, ask: Question) -> Message:
    """``message``, and below it what is still asked."""
    asked = shorten(ask.message, LONGEST_ASIDE)
    return text(f"{message['text']}\n\n{asked}", _ways(ask, submission_id))


def _asked(head: str, submission_id: int, ask: Question | None, tail: str) -> Message:
    if ask is None:
        end = "\n\nこれで受け付けました。職員が確かめます。掲載が決まったかどうかは「状態」で見られます。"
        return text(f"{head}{tail}{end}", [STATE, button("取り消す", "take_back", submission_id)])
    return text(f"{head}{tail}\n\n{ask.message}", _ways(ask, submission_id))


def _ways(ask: Question, submission_id: int) -> list[Message]:
    """What answers the question with one tap, and the ways out of it."""
    return [
        *answers(ask.field, ask.message),
        button("そのまま送る", "as_is", submission_id),
        button("取り消す", "take_back", submission_id),
    ]


def _state(one: ItemState) -> str:
    when = f"（{one.when}）" if one.when else ""
    rows = [f"■ {short_title(one.title)}{when}", f"　{one.state}"]
    if one.reason:
        rows.append(f"　理由：{shorten(one.reason, LONGEST_LINE)}")
    rows += [f"　・{where}" for where in one.appeared]
    return "\n".join(rows)


def short_title(title: str) -> str:
    """A name as it fits into a sentence; what it is called while it has none."""
    return shorten(title or "題名のないお知らせ", 60)
