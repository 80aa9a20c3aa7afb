"""The tasks: fetch an id, call one verb, at most ten lines each."""

from notifier import delivery
from notifier.flows.tick import quick_tick as quick
from notifier.flows.tick import tick
from worker.app import app


@app.task(name="quick_tick")
def quick_tick() -> None:
    """Chat answers and single messages."""
    quick()


@app.task(name="due_tick")
def due_tick() -> None:
    """Everything due; batches go to the workers as bells."""
    tick(ring=lambda bell: send_batch.apply_async((bell.batch_id,), queue=bell.queue))


@app.task(name="send_batch")
def send_batch(batch_id: int) -> None:
    """Send one batch, if it is still ours to send."""
    delivery.send_batch(batch_id)
