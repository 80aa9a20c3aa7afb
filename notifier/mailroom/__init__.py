"""Single messages out and raw events in: rows only, sent by claim, call, record.

Whatever goes to one person (invitation, link, opt-in, question, chat reply) is a row of the
outbox; whatever arrives as a signed event is a row of the inbox, unique by the sender's id. Caps
count how often an address or an IP asked for something.
"""

from notifier.mailroom import mail_address
from notifier.mailroom.allow import allow
from notifier.mailroom.bounce_reading import (
    BounceVerdict,
    Refusal,
    read_bounce,
    read_refusal,
    sentence_of,
)
from notifier.mailroom.channel_token import NoSecretError, channel_token, forget_token
from notifier.mailroom.event_text import without_text
from notifier.mailroom.forget_old import forget_old
from notifier.mailroom.gather import Part, gather, take_out
from notifier.mailroom.hold import HeldKind, held_kinds, hold_outbox, let_go_held, release_held
from notifier.mailroom.line_messages import BadLineMessageError, check_messages
from notifier.mailroom.mail import Envelope, Mail, build_message
from notifier.mailroom.mail_address import BadAddressError
from notifier.mailroom.mail_reading import (
    IncomingMail,
    MailFile,
    NotAPerson,
    open_mail,
    why_not_a_person,
)
from notifier.mailroom.mark_event import erase_event, mark_failed, mark_handled, mark_ignored
from notifier.mailroom.models import (
    Cap,
    InboxEvent,
    InboxState,
    OutboxMessage,
    OutboxState,
)
from notifier.mailroom.own_message_id import find_answered, is_own_message_id
from notifier.mailroom.queries import (
    MailStanding,
    claim_event,
    events_since,
    find_event,
    mail_standing,
    outbox,
    pushes_since,
    recent_events,
    waiting_events,
)
from notifier.mailroom.queue_line_push import queue_line_push
from notifier.mailroom.queue_line_reply import queue_line_reply
from notifier.mailroom.queue_mail import queue_mail
from notifier.mailroom.recall import recall
from notifier.mailroom.receive_event import receive_event
from notifier.mailroom.receive_events import RawEvent, receive_events
from notifier.mailroom.render_mail import render_mail
from notifier.mailroom.send_outbox import send_outbox
from notifier.mailroom.verp import bounce_address, is_bounce_mark, read_bounce_address

__all__ = [
    "BadAddressError",
    "BadLineMessageError",
    "BounceVerdict",
    "Cap",
    "Envelope",
    "HeldKind",
    "InboxEvent",
    "InboxState",
    "IncomingMail",
    "Mail",
    "MailFile",
    "MailStanding",
    "NoSecretError",
    "NotAPerson",
    "OutboxMessage",
    "OutboxState",
    "Part",
    "RawEvent",
    "Refusal",
    "allow",
    "bounce_address",
    "build_message",
    "channel_token",
    "check_messages",
    "claim_event",
    "erase_event",
    "events_since",
    "find_answered",
    "find_event",
    "forget_old",
    "forget_token",
    "gather",
    "held_kinds",
    "hold_outbox",
    "is_bounce_mark",
    "is_own_message_id",
    "let_go_held",
    "mail_address",
    "mail_standing",
    "mark_failed",
    "mark_handled",
    "mark_ignored",
    "open_mail",
    "outbox",
    "pushes_since",
    "queue_line_push",
    "queue_line_reply",
    "queue_mail",
    "read_bounce",
    "read_bounce_address",
    "read_refusal",
    "recall",
    "receive_event",
    "receive_events",
    "recent_events",
    "release_held",
    "render_mail",
    "send_outbox",
    "sentence_of",
    "take_out",
    "waiting_events",
    "why_not_a_person",
    "without_text",
]
