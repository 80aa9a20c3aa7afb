"""What a mail server's "no" does to a delivery, and how it is said to staff. Pure."""

from notifier.delivery.models import DeliveryState
from notifier.delivery.receipts import Receipt
from notifier.mailroom import read_refusal, sentence_of
from notifier.wire import smtp

SERVICE_CLOSING = 421
# Said at any step by our own relay: commands out of order, no mail taken here, log in first.
OUR_CODES = frozenset({503, 521, 530})
OUR_REASONS = frozenset({"relay_denied", "sender_refused", "auth_failure", "system_trouble"})
LEFT_TO_A_PERSON = (
    "メールサーバーが、こちらからのメールを受け付けませんでした。差出人のアドレスと"
    "メールサーバーの設定を確かめてください。"
)


def after_refusal(delivery_id: int, error: smtp.SmtpRefusedError, *, mail_from: str) -> Receipt:
    """The receipt of a mail that was not taken.

    "Later" puts it back into the queue, and so does what a wrong setting of ours would say to
    everybody. Only a refused recipient says something about the address, and only when the words
    do not put it down to us (a block list, a rule): that alone is a bounce, after which the
    address is not written to again.
    """
    if not error.permanent or error.stage == "sender" or error.code in OUR_CODES:
        return Receipt(delivery_id, DeliveryState.QUEUED, _plainly(error))
    if error.stage != "recipient":
        return Receipt(delivery_id, DeliveryState.FAILED, _plainly(error))
    kind, reason = read_refusal(error.code, error.text)
    if kind == "hard":
        return Receipt(delivery_id, DeliveryState.BOUNCED, sentence_of(reason))
    if reason in OUR_REASONS:
        return Receipt(delivery_id, DeliveryState.QUEUED, sentence_of(reason))
    if reason:
        return Receipt(delivery_id, DeliveryState.FAILED, sentence_of(reason, sender=mail_from))
    return Receipt(delivery_id, DeliveryState.BOUNCED, _plainly(error))


def is_about_us(error: smtp.SmtpRefusedError) -> bool:
    """Whether our own settings, or the relay's, may be why: a person must look, not the reader."""
    if error.stage == "sender":
        return error.code != SERVICE_CLOSING
    if not error.permanent or error.code in OUR_CODES:
        return error.permanent
    return error.stage == "recipient" and read_refusal(error.code, error.text)[1] in OUR_REASONS


def refused_us(error: smtp.SmtpRefusedError) -> str:
    """Why a batch waits when it is about us: the next reader may hear the same."""
    what = "差出人" if error.stage == "sender" else "こちらからのメール"
    return (
        f"メールサーバーが{what}を受け付けません（{error.code}）。差出人のアドレスと"
        "メールサーバーの設定を確かめてください。少し待って、もう一度試します。"
    )


def _plainly(error: smtp.SmtpRefusedError) -> str:
    what = {"recipient": "宛先", "sender": "差出人"}.get(error.stage, "メールの内容")
    return f"メールサーバーが{what}を受け付けませんでした（{error.code}）。"
