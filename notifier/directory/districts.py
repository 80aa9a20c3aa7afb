"""A district key must be one of the hub's own."""

from sqlalchemy.orm import Session

from notifier.directory.errors import DirectoryInputError
from notifier.hubs import districts


def checked_district(session: Session, hub_id: int, key: str) -> str:
    """``key`` when the hub has that district or it is empty (not said)."""
    if key and key not in {district.key for district in districts(session, hub_id)}:
        raise DirectoryInputError(
            "この拠点にない地区です。選び直してください。", field="district_key"
        )
    return key
