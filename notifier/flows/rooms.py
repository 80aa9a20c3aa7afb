"""Every room that has tables: whoever speaks of *all* tables (a backup, a restore, a schema step)
takes this in, because a room nobody entered yet has told nobody of its tables.
"""

from notifier import (
    accounts,
    audit,
    delivery,
    directory,
    editions,
    editorial,
    engagement,
    hubs,
    indicators,
    intake,
    listings,
    mailroom,
    subscribers,
)

ROOMS = (
    *(audit, hubs, mailroom, accounts, directory, intake, listings, editorial),
    *(subscribers, editions, delivery, engagement, indicators),
)
