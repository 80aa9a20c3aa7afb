"""A mail that came in: who wrote it, what it says, what hangs on it, and whether a person sent it.

Pure, and it never raises: whatever cannot be made sense of is a sentence among the problems. A
returned mail has a reading of its own, ``bounce_reading``.
"""

from notifier.mailroom.mail_reading.incoming import IncomingMail, MailFile
from notifier.mailroom.mail_reading.not_a_person import NotAPerson, why_not_a_person
from notifier.mailroom.mail_reading.open_mail import open_mail

__all__ = ["IncomingMail", "MailFile", "NotAPerson", "open_mail", "why_not_a_person"]
