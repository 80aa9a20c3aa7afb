"""One mail in a transaction of its own: one that breaks takes no other with it."""

from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from notifier.directory import Group
from notifier.flows.take_mail import TakenMail, TakenMeanwhileError, take_mail
from notifier.hubs import Hub
from notifier.intake import ImportResult
from notifier.kit.db import writing
from notifier.kit.logs import where
from notifier.mailroom import IncomingMail

FAILED = "読みとりの途中で失敗しました。メールソフトで開いて、代理入力で入れてください。"

log = structlog.get_logger()


def take_alone(
    hub: Hub,
    mail: IncomingMail,
    *,
    group: Group | None = None,
    now: datetime,
    dry_run: bool = False,
) -> TakenMail:
    """As ``take_mail``; a mail that fails is "failed", with a sentence, and nothing of it is stored.

    A database that is away is no fault of the mail: its error is raised.
    """
    try:
        with writing() as session:
            taken = take_mail(session, hub, mail, group=group, now=now, dry_run=dry_run)
            if dry_run:
                session.rollback()
            return taken
    except TakenMeanwhileError:
        return TakenMail(ImportResult(duplicates=1, rows=1), "duplicate")
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("mails.failed", where=where(error.__traceback__)[-1])
        return TakenMail(ImportResult(errors=[{"row": 1, "message": FAILED}], rows=1), "failed")
