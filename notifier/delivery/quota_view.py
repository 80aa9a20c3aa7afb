"""LINE's plans and the numbers of one month. Pure."""

from dataclasses import dataclass

PLANS = {"communication": 200, "light": 5_000, "standard": 30_000}
# yen a month before tax; the free plan and the light one cannot buy more messages
PLAN_PRICES = {"communication": 0, "light": 5_000, "standard": 15_000}
PLAN_NAMES = {
    "communication": "コミュニケーションプラン",
    "light": "ライトプラン",
    "standard": "スタンダードプラン",
}
BIGGEST = "standard"
EXTRA_YEN = 3  # at most, a message beyond the biggest plan's, before tax
MOST_MARGIN, MARGIN_SHARE = 10, 100


@dataclass(frozen=True, slots=True)
class QuotaView:
    """Recipients this month: used, allowed (None = unlimited) and left."""

    used: int
    limit: int | None
    left: int | None

    @classmethod
    def of(cls, used: int, limit: int | None) -> "QuotaView":
        """The view of these two numbers."""
        return cls(used, limit, None if limit is None else max(0, limit - used))


def margin(left: int) -> int:
    """What a plan of ours leaves untouched: one in a hundred, at most ten; LINE counts roughly,
    and staff send single messages from the same allowance."""
    return min(MOST_MARGIN, left // MARGIN_SHARE)


def bigger_plan(plan: str, messages: int) -> str:
    """The smallest plan beyond ``plan`` that holds ``messages`` a month; "" when none does."""
    keys = list(PLANS)
    later = keys[keys.index(plan) + 1 :]
    return next((key for key in later if PLANS[key] >= messages), "")
