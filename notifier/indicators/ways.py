"""By which way a submission came: the rows of a file that hung on a mail came by mail."""

from sqlalchemy import and_, case

from notifier.intake import Submission

FILES = ("spreadsheet", "ical")

# Who imports a file at the desk leaves no address with its rows; a mail's sender does.
WAY = case(
    (and_(Submission.source.in_(FILES), Submission.submitter_email != ""), "email"),
    else_=Submission.source,
)
