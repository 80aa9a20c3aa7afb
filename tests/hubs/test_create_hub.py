"""Creating a hub: names, wards, slugs, and what it starts with."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import audit, hubs
from notifier.audit import Actor


def test_a_hub_of_nishi_starts_with_six_districts_and_criteria(
    session: Session, machine: Actor, now: datetime
) -> None:
    made = hubs.create_hub(session, " 西区 拠点 ", ward_code="１４１０３８", by=machine, now=now)

    assert (made.name, made.slug, made.ward_code) == ("西区 拠点", "nishi", "141038")
    names = [district.name for district in hubs.districts(session, made.id)]
    assert names == [f"第{number}地区" for number in range(1, 7)]
    assert len(hubs.criteria(session, made.id)) == 16
    assert audit.latest(session, made.id)[0].sentence == (
        "自動処理が拠点「西区 拠点」をつくりました。"
    )


def test_a_code_without_its_check_digit_is_completed(
    session: Session, machine: Actor, now: datetime
) -> None:
    made = hubs.create_hub(session, "西区", ward_code="14103", by=machine, now=now)

    assert made.ward_code == "141038"


def test_kohoku_has_thirteen_districts(session: Session, machine: Actor, now: datetime) -> None:
    made = hubs.create_hub(session, "港北", ward_code="141097", by=machine, now=now)

    assert len(hubs.districts(session, made.id)) == 13


def test_a_second_hub_of_a_ward_gets_another_slug(
    session: Session, machine: Actor, now: datetime
) -> None:
    slugs = [
        hubs.create_hub(session, name, ward_code="141038", by=machine, now=now).slug
        for name in ("一", "二", "三")
    ]

    assert slugs == ["nishi", "nishi-2", "nishi-3"]


@pytest.mark.parametrize("slug", [*sorted(hubs.RESERVED), "A", "ab", "1abc", "にし", "a/b", "-ab"])
def test_slugs_that_would_hide_a_page_are_refused(
    session: Session, machine: Actor, now: datetime, slug: str
) -> None:
    with pytest.raises(hubs.BadSlugError):
        hubs.create_hub(session, "西", ward_code="141038", slug=slug, by=machine, now=now)


def test_a_slug_is_given_once(
    session: Session, hub: hubs.Hub, machine: Actor, now: datetime
) -> None:
    with pytest.raises(hubs.SlugTakenError):
        hubs.create_hub(session, "西", ward_code="141038", slug=hub.slug, by=machine, now=now)


@pytest.mark.parametrize(("name", "ward"), [("", "141038"), ("西", "1410"), ("西" * 101, "141038")])
def test_bad_names_and_wards_are_refused(
    session: Session, machine: Actor, now: datetime, name: str, ward: str
) -> None:
    with pytest.raises(hubs.BadHubError):
        hubs.create_hub(session, name, ward_code=ward, by=machine, now=now)


def test_another_address_is_not_found(session: Session, hub: hubs.Hub) -> None:
    assert hubs.find_hub(session, hub.slug) is hub
    with pytest.raises(hubs.HubNotFoundError):
        hubs.find_hub(session, "midori")
    with pytest.raises(hubs.HubNotFoundError):
        hubs.get_hub(session, hub.id + 1000)
