"""An issue reaches people: planned in batches, claimed, called, recorded.

The batch row is the unit of work and the delivery row the promise: one open or successful way
per (edition, reader). Accepted by the provider is *sent*; what cannot be known is *unknown*.
"""

from notifier.delivery.apply_receipt import Applied, apply_bounce
from notifier.delivery.ask_quota import ask_quota
from notifier.delivery.batches import BATCH_SIZE, aggregation_unit
from notifier.delivery.bells import Bell, due_batches, ring_due
from notifier.delivery.channel import Channel, ChannelError
from notifier.delivery.claim import LEASE, Claim, claim
from notifier.delivery.condense import condense, due_to_condense
from notifier.delivery.decide_quota import decide_quota, say_choice, undo_quota
from notifier.delivery.dispatch import discard_plan, dispatch, release_plan
from notifier.delivery.forecast import Forecast, MonthForecast, forecast
from notifier.delivery.hearing_of import hearing_of, hearing_of_dates
from notifier.delivery.heartbeat import (
    ALONE,
    DUTIES,
    Silence,
    claim_alert,
    claim_round,
    count_anew,
    forget_heartbeats,
    is_silent,
    last_round,
    last_seen,
    note_alive,
    sends_alone,
    silences,
    still_at_work,
)
from notifier.delivery.hold_open import hold_open
from notifier.delivery.insight_days import LOOK_DAYS
from notifier.delivery.known_quota import known_quota
from notifier.delivery.ledger_counts import (
    LedgerCount,
    condensed,
    ledger_counts,
    sent_between,
)
from notifier.delivery.line_look import due_looks, line_look, look_at_line, note_look
from notifier.delivery.look_at_insight import (
    due_insights,
    due_line_days,
    insight_of,
    line_began_at,
    line_day,
    look_at_insight,
    look_at_line_day,
)
from notifier.delivery.mail_standing import mail_standing
from notifier.delivery.models import (
    Batch,
    BatchState,
    Delivery,
    DeliveryCount,
    DeliveryState,
    Heartbeat,
    InsightLook,
    LineDay,
    LineLook,
    MailDomain,
    PassedOver,
    QuotaChoice,
    QuotaDecision,
)
from notifier.delivery.month_use import MonthUse, month_use
from notifier.delivery.outcomes import Outcome, Told, outcome, told
from notifier.delivery.plan import plan
from notifier.delivery.proposals import Need, Proposal, propose
from notifier.delivery.queries import (
    Trouble,
    status,
    troubles,
    unknown_deliveries,
    unreleased,
)
from notifier.delivery.quota import was_short
from notifier.delivery.quota_need import decisions_of, quota_need, standing_decision
from notifier.delivery.quota_view import (
    EXTRA_YEN,
    PLAN_NAMES,
    PLAN_PRICES,
    PLANS,
    QuotaView,
    margin,
)
from notifier.delivery.returned import hub_of_bounce
from notifier.delivery.send_batch import send_batch
from notifier.delivery.settle import close_ends, over_editions, settle
from notifier.delivery.stand_in import not_reaching_all, stand_in
from notifier.delivery.standstill import NOTHING_IS_LOST, standstill
from notifier.delivery.who_has_it import (
    PER_PAGE,
    ReaderReached,
    WayReached,
    readers_reached,
    who_has_it,
)
from notifier.delivery.why_not import Why, why_not

__all__ = [
    "ALONE",
    "BATCH_SIZE",
    "DUTIES",
    "EXTRA_YEN",
    "LEASE",
    "LOOK_DAYS",
    "NOTHING_IS_LOST",
    "PER_PAGE",
    "PLANS",
    "PLAN_NAMES",
    "PLAN_PRICES",
    "Applied",
    "Batch",
    "BatchState",
    "Bell",
    "Channel",
    "ChannelError",
    "Claim",
    "Delivery",
    "DeliveryCount",
    "DeliveryState",
    "Forecast",
    "Heartbeat",
    "InsightLook",
    "LedgerCount",
    "LineDay",
    "LineLook",
    "MailDomain",
    "MonthForecast",
    "MonthUse",
    "Need",
    "Outcome",
    "PassedOver",
    "Proposal",
    "QuotaChoice",
    "QuotaDecision",
    "QuotaView",
    "ReaderReached",
    "Silence",
    "Told",
    "Trouble",
    "WayReached",
    "Why",
    "aggregation_unit",
    "apply_bounce",
    "ask_quota",
    "claim",
    "claim_alert",
    "claim_round",
    "close_ends",
    "condense",
    "condensed",
    "count_anew",
    "decide_quota",
    "decisions_of",
    "discard_plan",
    "dispatch",
    "due_batches",
    "due_insights",
    "due_line_days",
    "due_looks",
    "due_to_condense",
    "forecast",
    "forget_heartbeats",
    "hearing_of",
    "hearing_of_dates",
    "hold_open",
    "hub_of_bounce",
    "insight_of",
    "is_silent",
    "known_quota",
    "last_round",
    "last_seen",
    "ledger_counts",
    "line_began_at",
    "line_day",
    "line_look",
    "look_at_insight",
    "look_at_line",
    "look_at_line_day",
    "mail_standing",
    "margin",
    "month_use",
    "not_reaching_all",
    "note_alive",
    "note_look",
    "outcome",
    "over_editions",
    "plan",
    "propose",
    "quota_need",
    "readers_reached",
    "release_plan",
    "ring_due",
    "say_choice",
    "send_batch",
    "sends_alone",
    "sent_between",
    "settle",
    "silences",
    "stand_in",
    "standing_decision",
    "standstill",
    "status",
    "still_at_work",
    "told",
    "troubles",
    "undo_quota",
    "unknown_deliveries",
    "unreleased",
    "was_short",
    "who_has_it",
    "why_not",
]
