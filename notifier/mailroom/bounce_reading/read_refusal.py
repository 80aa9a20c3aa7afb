"""Read what a server answered to RCPT while we were talking to it."""

from notifier.mailroom.bounce_reading.judge import Evidence, judge, kind_of
from notifier.mailroom.bounce_reading.verdict import Kind

STEP = "in reply to rcpt to command"


def read_refusal(code: int, text: str) -> tuple[Kind, str]:
    """The kind and the reason key (see ``sentence_of``); the key is "" when no reason was given."""
    reason = judge(Evidence(said=f"{code} {text}", context=STEP))
    return kind_of(reason), reason
