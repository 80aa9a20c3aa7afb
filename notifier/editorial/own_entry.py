"""Whose entry a submission is: one's own is for another to approve. Pure."""

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import Submission


def is_own_entry(submission: Submission, hub: Hub, by: Actor) -> bool:
    """Did ``by`` type it, in a hub that lets nobody approve what they typed themselves?"""
    return submission.received_by_key == by.key and not hub.may_approve_own
