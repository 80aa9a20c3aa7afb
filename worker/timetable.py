"""Every schedule of the service, one commented line each. Beat only rings; the tables decide."""

from typing import Any

TIMETABLE: dict[str, dict[str, Any]] = {
    # chat answers while the reply token lives, invitations and links: every second
    "quick": {"task": "quick_tick", "schedule": 1.0, "options": {"expires": 5}},
    # editions due, batches due, finished editions, expired listings, proposals: every two seconds
    "due": {"task": "due_tick", "schedule": 2.0, "options": {"expires": 10}},
}
