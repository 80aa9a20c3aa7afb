"""An issue reaches people: planned in batches, claimed, called, recorded.

The batch row is the unit of work and the delivery row the promise: one open or successful way
per (edition, reader). Accepted by the provider is *sent*; what cannot be known is *unknown*.
"""

from notifier.delivery.apply_receipt import Applied, apply_bounce
from notifier.delivery.batches import BATCH_SIZE, aggregation_unit
from notifier.delivery.channel import Channel, ChannelError
from notifier.delivery.claim import LEASE, Claim, claim
from notifier.delivery.dispatch import discard_plan, dispatch, release_plan
from notifier.delivery.forecast import PLAN_PRICES, Forecast, MonthForecast, forecast
from notifier.delivery.hearing_of import hearing_of, hearing_of_dates
from notifier.delivery.heartbeat import (
    DUTIES,
    SILENT_AFTER,
    Silence,
    claim_alert,
    forget_heartbeats,
    last_seen,
    note_alive,
    silences,
    still_at_work,
)
from notifier.delivery.hold_open import hold_open
from notifier.delivery.line_look import due_looks, line_look, look_at_line
from notifier.delivery.models import (
    Batch,
    BatchState,
    Delivery,
    DeliveryState,
    Heartbeat,
    LineLook,
    MailDomain,
)
from notifier.delivery.plan import plan
from notifier.delivery.queries import (
    Trouble,
    due_batches,
    mark_rung,
    status,
    troubles,
    unknown_deliveries,
    unreleased,
)
from notifier.delivery.quota import PLAN_NAMES, PLANS, QuotaView, ask_quota
from notifier.delivery.send_batch import send_batch
from notifier.delivery.settle import settle
from notifier.delivery.who_has_it import (
    PER_PAGE,
    ReaderReached,
    WayReached,
    readers_reached,
    who_has_it,
)

__all__ = [
    "BATCH_SIZE",
    "DUTIES",
    "LEASE",
    "PER_PAGE",
    "PLANS",
    "PLAN_NAMES",
    "PLAN_PRICES",
    "SILENT_AFTER",
    "Applied",
    "Batch",
    "BatchState",
    "Channel",
    "ChannelError",
    "Claim",
    "Delivery",
    "DeliveryState",
    "Forecast",
    "Heartbeat",
    "LineLook",
    "MailDomain",
    "MonthForecast",
    "QuotaView",
    "ReaderReached",
    "Silence",
    "Trouble",
    "WayReached",
    "aggregation_unit",
    "apply_bounce",
    "ask_quota",
    "claim",
    "claim_alert",
    "discard_plan",
    "dispatch",
    "due_batches",
    "due_looks",
    "forecast",
    "forget_heartbeats",
    "hearing_of",
    "hearing_of_dates",
    "hold_open",
    "last_seen",
    "line_look",
    "look_at_line",
    "mark_rung",
    "note_alive",
    "plan",
    "readers_reached",
    "release_plan",
    "send_batch",
    "settle",
    "silences",
    "status",
    "still_at_work",
    "troubles",
    "unknown_deliveries",
    "unreleased",
    "who_has_it",
]
