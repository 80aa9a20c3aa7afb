"""What a mail server's "no" does to a delivery, and how it is said to staff. Pure."""

from notifier.delivery.models import DeliveryState
from notifier.delivery.receipts import Receipt
from notifier.mailroom import read_refusal, sentence_of
from notifier.wire import smtp


def after_refusal(delivery_id: int, error: smtp.SmtpRefusedError, *, mail_from: str) -> Receipt:
    """The receipt of a mail that was not taken.

    "Later" puts it back into the queue. Only a refused recipient says something about the
    address, and only when the words do not put it down to us (a block list, a relay rule): that
    alone is a bounce, after which the address is not written to again.
    """
    if not error.permanent or error.stage == "sender":
        return Receipt(delivery_id, DeliveryState.QUEUED, _plainly(error))
    if error.stage != "recipient":
        return Receipt(delivery_id, DeliveryState.FAILED, _plainly(error))
    kind, reason = read_refusal(error.code, error.text)
    if kind == "hard":
        return Receipt(delivery_id, DeliveryState.BOUNCED, sentence_of(reason))
    if reason:
        return Receipt(delivery_id, DeliveryState.FAILED, sentence_of(reason, sender=mail_from))
    return Receipt(delivery_id, DeliveryState.BOUNCED, _plainly(error))


def refused_sender(error: smtp.SmtpRefusedError) -> str:
    """Why a whole batch waits: it is about us, and the next reader would hear the same."""
    return (
        f"メールサーバーが差出人を受け付けません（{error.code}）。差出人のアドレスと"
        "メールサーバーの設定を確かめてください。少し待って、もう一度試します。"
    )


def _plainly(error: smtp.SmtpRefusedError) -> str:
    what = {"recipient": "宛先", "sender": "差出人"}.get(error.stage, "メールの内容")
    return f"メールサーバーが{what}を受け付けませんでした（{error.code}）。"
