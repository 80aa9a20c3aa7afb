"""An issue reaches people: planned in batches, claimed, called, recorded."""

from notifier.delivery.models import (
    Batch,
    BatchState,
    Delivery,
    DeliveryState,
)

__all__ = [
    "Batch",
    "BatchState",
    "Delivery",
    "DeliveryState",
]
