"""A group's contact in LINE: what she sends becomes a submission, and what is missing is asked.

She is known once she sent a code; until then everything she sends stands in the queue with an
unknown sender. Which message belongs to which item: docs/adr/0030.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, directory, editorial, intake
from notifier.directory import LineSender
from notifier.flows import group_item, group_unsend
from notifier.flows.group_answers import aside
from notifier.flows.group_said import Reply, Said, Talk
from notifier.flows.group_state import say_states
from notifier.flows.group_which import open_question
from notifier.flows.line_event import LineEvent, as_dict, as_text, reply
from notifier.hubs import Hub, LineChannel
from notifier.intake import LineMessage, line_buttons, line_words
from notifier.kit.errors import BadInputError, TooManyError
from notifier.kit.text import clean, one_line

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
        said = Reply(hello, is_news=True)
    elif event.kind == "unsend":
        group_unsend.unsend(session, talk, event.unsent, now=now)
        return
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


def keep(
    session: Session, hub: Hub, channel: LineChannel, event: LineEvent, *, now: datetime
) -> bool:
    """After a fault of ours: whether what she sent stands in the queue, as it came."""
    said, message_id = clean(event.message.get("text")), as_text(event.message.get("id"))
    is_photo = event.message.get("type") in ("image", "file")
    if not event.is_active or not message_id or not (said or is_photo):
        return False
    sender = directory.meet_line_sender(session, channel, user_id=event.user_id, now=now)
    kind = "photo" if is_photo else "words"
    kept = group_item.keep(
        session, _talk(session, hub, sender), LineMessage(message_id, kind), said, now=now
    )
    reply(session, channel, event, kept.messages, worth_a_push=kept.is_news, now=now)
    return True


def _message(session: Session, talk: Talk, event: LineEvent, now: datetime) -> Reply:
    message = event.message
    kind, message_id = as_text(message.get("type")), as_text(message.get("id"))
    directory.note_line_talk(session, talk.sender, at=event.at)
    if not message_id or intake.part_of(session, talk.hub.id, talk.sender.id, message_id):
        return Reply()  # taken in before, by another event about the same message
    if kind == "text":
        return _words(session, talk, message_id, clean(message.get("text")), now)
    if kind in ("image", "file"):
        return _file(session, talk, message, now)
    if kind == "location":
        return _place(session, talk, message, now)
    if kind == "sticker":
        return _thanks(session, talk, now)
    what = UNREADABLE.get(kind, "この種類のメッセージ")
    return aside(session, talk, line_words.cannot_read(what), now=now)


def _words(session: Session, talk: Talk, message_id: str, said: str, now: datetime) -> Reply:
    if directory.looks_like_code(said):
        return _connect(session, talk, said, now)
    choice = line_buttons.read_word(said)
    if choice.act:
        return _act(session, talk, choice, now)
    asked = open_question(session, talk, now)
    may_be_a_nod = asked is None or intake.wants_words(asked.message)
    if not said or intake.is_courtesy(said) or (may_be_a_nod and intake.is_nod(said)):
        return _thanks(session, talk, now)
    return group_item.words(session, talk, Said(message_id, said), now=now)


def _file(session: Session, talk: Talk, message: dict[str, object], now: datetime) -> Reply:
    """A picture, or a PDF: fetched after this; what LINE does not hold, we never fetch."""
    name = as_text(message.get("fileName")).casefold()
    if name and not name.endswith((PDF, *PICTURES)):
        return aside(session, talk, line_words.cannot_read("写真とPDFのほかのファイル"), now=now)
    provider = as_dict(message.get("contentProvider")).get("type", "line")
    if provider != "line":
        return aside(session, talk, line_words.not_on_the_phone(), now=now)
    chosen = as_text(as_dict(message.get("imageSet")).get("id"))
    photo = LineMessage(as_text(message.get("id")), "photo", chosen)
    return group_item.photo(session, talk, photo, now=now)


def _place(session: Session, talk: Talk, message: dict[str, object], now: datetime) -> Reply:
    named = one_line(as_text(message.get("title")))
    address = one_line(as_text(message.get("address")))
    where = "\n住所：".join(filter(None, (named, address)))
    if not where:
        return aside(session, talk, line_words.cannot_read("名前のない位置情報"), now=now)
    said = Said(as_text(message.get("id")), where, "place_name")
    return group_item.place(session, talk, said, now=now)


def _connect(session: Session, talk: Talk, said: str, now: datetime) -> Reply:
    try:
        group = directory.connect_line(session, talk.sender, said, now=now)
    except (BadInputError, TooManyError) as error:
        return aside(session, talk, line_buttons.text(str(error)), now=now)
    claimed = intake.claim_for_group(session, talk.sender)
    by = audit.Actor("group", group.name)
    editorial.name_organiser(session, claimed, group.name, by=by, now=now)
    desk = line_words.Desk(talk.hub.name, talk.hub.contact, group.name, talk.hub.zone)
    return aside(session, talk, line_words.connected(desk), now=now)


def _act(session: Session, talk: Talk, choice: line_buttons.Choice, now: datetime) -> Reply:
    if choice.act == "state":
        return aside(session, talk, say_states(session, talk.hub, talk.sender, now=now), now=now)
    if choice.act == "how":
        return aside(session, talk, line_words.welcome(talk.desk), now=now)
    if choice.act == "as_is":
        return group_item.as_it_is(session, talk, choice.about, now=now)
    if choice.act == "take_back":
        return group_item.take_it_back(session, talk, choice.about, now=now)
    return Reply([line_words.nothing_open()])


def _thanks(session: Session, talk: Talk, now: datetime) -> Reply:
    is_asked = open_question(session, talk, now) is not None
    return aside(session, talk, line_words.thanks(is_asked=is_asked), now=now)
