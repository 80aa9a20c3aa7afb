"""A group's contact in LINE: what she sends becomes a submission, and what is missing is asked.

She is known once she sent a code; until then everything she sends stands in the queue with an
unknown sender. Which message belongs to which item: docs/adr/0030.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import directory, intake
from notifier.directory import LineSender
from notifier.flows import group_item, group_unsend
from notifier.flows.group_item import Answer
from notifier.flows.group_state import say_states
from notifier.flows.group_which import Talk
from notifier.flows.line_event import LineEvent, as_dict, as_text, reply
from notifier.hubs import Hub, LineChannel
from notifier.intake import line_buttons, line_words
from notifier.kit.errors import BadInputError, TooManyError
from notifier.kit.text import clean

UNREADABLE = {"audio": "音声", "video": "動画"}
PDF = ".pdf"
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


def asked_in() -> list[line_buttons.Message]:
    """What is said to a group talk the account was asked into."""
    return [line_words.in_a_room()]


def hear(
    session: Session, hub: Hub, channel: LineChannel, event: LineEvent, *, now: datetime
) -> None:
    """Act upon one event of one person and answer it."""
    sender = directory.meet_line_sender(session, channel, user_id=event.user_id, now=now)
    talk = _talk(session, hub, sender)
    if event.kind in ("follow", "unfollow"):
        follows = event.kind == "follow"
        is_news = directory.note_line_follow(session, sender, follows=follows, at=event.at)
        hello = [line_words.welcome(talk.desk)] if follows and is_news else []
        said = Answer(hello, is_news=True)
    elif event.kind == "unsend":
        group_unsend.unsend(session, talk, event.unsent, now=now)
        said = Answer([])
    elif not event.is_active:  # another system talks with her: a person, by hand
        return
    elif event.kind == "postback":
        said = _act(session, talk, line_buttons.read_button(event.pressed), now)
    else:
        said = _message(session, talk, event, now)
    if event.is_active:
        reply(session, channel, event, said.messages, worth_a_push=said.is_news, now=now)


def _talk(session: Session, hub: Hub, sender: LineSender) -> Talk:
    group = directory.get_group(session, hub.id, sender.group_id) if sender.group_id else None
    desk = line_words.Desk(hub.name, hub.contact, group.name if group else "", hub.zone)
    return Talk(hub, sender, desk)


def _message(session: Session, talk: Talk, event: LineEvent, now: datetime) -> Answer:
    message = event.message
    kind, message_id = as_text(message.get("type")), as_text(message.get("id"))
    directory.note_line_talk(session, talk.sender, at=event.at)
    if not message_id or intake.part_of(session, talk.hub.id, talk.sender.id, message_id):
        return Answer([])  # taken in before, by another event about the same message
    if kind == "text":
        return _words(session, talk, message_id, clean(message.get("text")), now)
    if kind in ("image", "file"):
        return _file(session, talk, message, now)
    if kind == "location":
        return group_item.words(session, talk, message_id, _place(message), now=now)
    if kind == "sticker":
        return Answer([line_words.thanks()])
    return Answer([line_words.cannot_read(UNREADABLE.get(kind, "この種類のメッセージ"))])


def _words(session: Session, talk: Talk, message_id: str, said: str, now: datetime) -> Answer:
    if directory.looks_like_code(said):
        return _connect(session, talk, said, now)
    choice = line_buttons.read_word(said)
    if choice.act:
        return _act(session, talk, choice, now)
    if not said or intake.is_courtesy(said):
        return Answer([line_words.thanks()])
    return group_item.words(session, talk, message_id, said, now=now)


def _file(session: Session, talk: Talk, message: dict[str, object], now: datetime) -> Answer:
    """A picture, or a PDF: fetched after this; what LINE does not hold, we never fetch."""
    name = as_text(message.get("fileName")).casefold()
    if name and not name.endswith((PDF, *PICTURES)):
        return Answer([line_words.cannot_read("このファイル（写真とPDFのほか）")])
    provider = as_dict(message.get("contentProvider")).get("type", "line")
    if provider != "line":
        return Answer([line_words.cannot_read("ほかのアプリから共有された写真")])
    chosen = as_dict(message.get("imageSet"))
    return group_item.photo(
        session,
        talk,
        as_text(message.get("id")),
        set_id=as_text(chosen.get("id")),
        now=now,
    )


def _place(message: dict[str, object]) -> str:
    named = as_text(message.get("title")).strip()
    address = as_text(message.get("address")).strip()
    return "\n".join(filter(None, (named and f"会場：{named}", address and f"住所：{address}")))


def _connect(session: Session, talk: Talk, said: str, now: datetime) -> Answer:
    try:
        group = directory.connect_line(session, talk.sender, said, now=now)
    except (BadInputError, TooManyError) as error:
        return Answer([line_words.say(str(error))])
    intake.claim_for_group(session, talk.sender)
    desk = line_words.Desk(talk.hub.name, talk.hub.contact, group.name, talk.hub.zone)
    return Answer([line_words.connected(desk)])


def _act(session: Session, talk: Talk, choice: line_buttons.Choice, now: datetime) -> Answer:
    if choice.act == "state":
        return Answer([say_states(session, talk.hub, talk.sender, now=now)])
    if choice.act == "how":
        return Answer([line_words.welcome(talk.desk)])
    if choice.act == "as_is":
        return group_item.as_it_is(session, talk, choice.about, now=now)
    if choice.act == "take_back":
        return group_item.take_it_back(session, talk, choice.about, now=now)
    return Answer([line_words.nothing_open()])
