"""Who did what, in a sentence a person can read; append-only, in the deed's own transaction.

Actor and hub are plain values here, so that every room to the right may write its trail.
"""

from notifier.audit.models import Actor, ActorKind, AuditEntry, machine
from notifier.audit.queries import history, last_deed, latest
from notifier.audit.write import write

__all__ = ["Actor", "ActorKind", "AuditEntry", "history", "last_deed", "latest", "machine", "write"]
