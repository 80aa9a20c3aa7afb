"""The arrows of batches and deliveries: which state may follow which. Pure."""

BATCH_ARROWS: dict[str, frozenset[str]] = {
    "waiting": frozenset({"planned", "stopped"}),
    "planned": frozenset({"claimed", "quota_blocked", "stopped"}),
    "claimed": frozenset(
        {"claimed", "planned", "retry", "done", "quota_blocked", "rejected", "unknown", "stopped"}
    ),
    "retry": frozenset({"claimed", "quota_blocked", "unknown", "stopped"}),
    "quota_blocked": frozenset(),
    "rejected": frozenset(),
    "unknown": frozenset(),
    "done": frozenset(),
    "stopped": frozenset(),
}

DELIVERY_ARROWS: dict[str, frozenset[str]] = {
    "queued": frozenset({"sending", "sent", "suppressed", "failed", "unknown"}),
    "sending": frozenset({"sent", "bounced", "failed", "unknown", "queued"}),
    "sent": frozenset({"bounced"}),
    "unknown": frozenset({"sent", "bounced", "failed", "queued"}),
    "failed": frozenset(),
    "bounced": frozenset(),
    "suppressed": frozenset(),
}

CLOSED_BATCHES = tuple(state for state, after in BATCH_ARROWS.items() if not after)


def delivery_may(before: str, after: str) -> bool:
    """Whether a delivery may go from ``before`` to ``after``."""
    return after in DELIVERY_ARROWS[before]
