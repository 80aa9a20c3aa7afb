"""Staff's changes on a draft, and two browsers on one edition."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionState,
    EditionStateError,
    StaleEditionError,
    approve,
    drop_item,
    move_item,
    pin_item,
    place_item,
    restore_item,
    set_greeting,
)
from notifier.editions.arrange import ItemNotFoundError
from notifier.editions.freeze import standing_items
from notifier.kit.errors import BadInputError, NotFoundError
from tests.editions.conftest import Listings, on

Draft = Callable[[], Edition]


def order(edition: Edition) -> list[int]:
    return [item.listing_id for item in standing_items(edition)]


def test_drop_restore_pin_and_move(
    session: Session, published: Listings, draft: Draft, editor: Actor, now: datetime
) -> None:
    a, b, c = (published(occurrences=on(day)).id for day in (1, 2, 3))
    made = draft()

    def change(verb: Callable[..., None], listing_id: int, **more: object) -> None:
        verb(session, made, listing_id, version=made.version, by=editor, now=now, **more)

    change(move_item, c, up=True)
    assert order(made) == [a, c, b]
    change(move_item, a, up=True)  # already first
    assert order(made) == [a, c, b]
    change(pin_item, b)
    assert order(made) == [b, a, c]
    change(pin_item, b)
    assert order(made) == [a, c, b]
    change(drop_item, c)
    assert order(made) == [a, b]
    change(move_item, b, up=True)
    assert order(made) == [b, a]
    with pytest.raises(NotFoundError, match="先に戻して"):
        change(move_item, c, up=True)
    change(restore_item, c)
    assert set(order(made)) == {a, b, c}
    with pytest.raises(NotFoundError):
        change(drop_item, 999_999)


def test_the_second_browser_is_told(
    session: Session, published: Listings, draft: Draft, editor: Actor, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    made = draft()
    seen = made.version
    set_greeting(session, made, "おはよう", version=seen, by=editor, now=now)
    with pytest.raises(StaleEditionError):
        drop_item(session, made, listing.id, version=seen, by=editor, now=now)
    assert order(made) == [listing.id]


def test_a_greeting_has_a_length(
    session: Session, draft: Draft, editor: Actor, now: datetime
) -> None:
    made = draft()
    with pytest.raises(BadInputError, match="500文字まで") as raised:
        set_greeting(session, made, "あ" * 501, version=made.version, by=editor, now=now)
    assert raised.value.field == "greeting"


def test_an_approved_edition_is_not_arranged(
    session: Session, published: Listings, approved: Draft, editor: Actor, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    made = approved()
    with pytest.raises(EditionStateError, match="先に承認を取り消して"):
        drop_item(session, made, listing.id, version=made.version, by=editor, now=now)


def test_what_is_possible_instead_is_said(
    session: Session, approved: Draft, published: Listings, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = approved()
    for state, said in (
        (EditionState.HELD, "「復元のあとの保留」です。便のページの「下書きに戻して見直す」"),
        (EditionState.MISSED, "下書きに戻して見直す"),
        (EditionState.BLOCKED, "下書きに戻して見直す"),
        (EditionState.SENT, "「送信ずみ」です。内容を変えたり"),
        (EditionState.STOPPED, "承認しなおしたりはできません"),
    ):
        made.state = state
        with pytest.raises(EditionStateError, match=said):
            approve(session, made, version=made.version, by=publisher, now=now)


def test_an_item_goes_to_a_place_by_its_number(
    session: Session, published: Listings, draft: Callable[[], Edition], editor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    one, two, three = (published(occurrences=on(n)).id for n in (1, 2, 3))
    edition = draft()

    def order() -> list[int]:
        return [item.listing_id for item in sorted(edition.items, key=lambda item: item.position)]

    def place(listing_id: int, number: int) -> None:
        place_item(
            session, edition, listing_id, place=number, version=edition.version, by=editor, now=now
        )

    place(three, 1)
    assert order() == [three, one, two]
    place(three, 99)
    assert order() == [one, two, three]
    version = edition.version
    place(three, 3)
    assert edition.version == version, "nothing changed, nothing is said"
    drop_item(session, edition, two, version=edition.version, by=editor, now=now)
    with pytest.raises(ItemNotFoundError):
        place(two, 1)
