"""「会場」 by its forms alone: found, corrected with what is published, joined, by whom it may."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.directory import Place, PlaceFacts
from notifier.hubs import Hub
from notifier.listings import Listing, publish
from tests.listings.conftest import make_draft, make_submission
from tests.web.conftest import SignIn

Register = Callable[[str, str], Place]


@pytest.fixture
def place(session: Session, hub: Hub, editor: Actor, now: datetime) -> Place:
    """A place with a mistake in its name, committed."""
    facts = PlaceFacts("藤だな会館", "西区1-1", "d1", "045-000-0000")
    made = directory.add_place(session, hub, facts, by=editor, now=now)
    session.commit()
    return made


@pytest.fixture
def register(session: Session, hub: Hub, editor: Actor, now: datetime) -> Register:
    """``register(name, address)``: one more place, committed."""

    def one(name: str, address: str) -> Place:
        made = directory.add_place(session, hub, PlaceFacts(name, address), by=editor, now=now)
        session.commit()
        return made

    return one


@pytest.fixture
def editors_hub(client: FlaskClient, hub: Hub, sign_in: SignIn) -> Hub:
    """The hub, an editor of which is signed in."""
    sign_in(client, "editor", hub)
    return hub


@pytest.fixture
def listing(session: Session, hub: Hub, editor: Actor, now: datetime) -> Listing:
    """What is published there, committed."""
    draft = make_draft(place_name="藤だな会館 和室", place_address="西区1-1")
    made = publish(
        session, draft, submission=make_submission(session, hub, now, "x"), by=editor, now=now
    )
    session.commit()
    return made


def hidden(page: str) -> dict[str, str | list[str]]:
    """What the form of the page sends as it stands, its ticked boxes included."""
    form = page[page.index('class="card">') : page.index("</form>", page.index('class="card">'))]
    sent: dict[str, str | list[str]] = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }
    ticked = re.findall(r'name="listing" value="(\d+)" checked', form)
    return sent | {"listing": ticked}


def test_places_are_found_in_either_width_and_by_their_other_names(
    client: FlaskClient, hub: Hub, sign_in: SignIn, place: Place, register: Register
) -> None:
    register("ﾐﾅﾄケアプラザ", "南町2")
    sign_in(client, "editor", hub)
    facts = {"name": "藤棚自治会館", "address": "西区1-1", "phone": "045-000-0000", "version": 1}
    client.post(f"/desk/places/{place.id}", data=facts)
    for asked, found, not_found in (
        ("ミナト", "ﾐﾅﾄケアプラザ", "藤棚"),
        ("藤だな", "藤棚自治会館", "ｹｱ"),
        ("045 西区", "藤棚自治会館", "ﾐﾅﾄ"),
        ("１−１", "藤棚自治会館", "ﾐﾅﾄ"),
    ):
        page = client.get("/desk/places", query_string={"q": asked}).text
        table = page[page.index("<tbody>") : page.index("</tbody>")]
        assert found in table, asked
        assert not_found not in table, asked
    assert (
        "「どこにもない」は0件です（全部で2件）" in client.get("/desk/places?q=どこにもない").text
    )


def test_a_slip_is_stood_on_below_a_long_list(
    client: FlaskClient, editors_hub: Hub, place: Place
) -> None:
    del editors_hub, place
    page = client.post("/desk/places", data={"name": "会館", "phone": "三丁目"})
    assert page.status_code == 422
    assert re.search(r'<input id="phone"[^>]*value="三丁目"[^>]* autofocus', page.text)
    assert page.text.count("autofocus") == 1


def test_a_mistake_is_seen_and_then_mended_everywhere(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, place: Place, listing: Listing
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/places/{place.id}"
    assert 'value="藤だな会館"' in client.get(where).text
    typed = {"name": "藤棚自治会館", "address": "西区2-3", "district_key": "d1", "version": "1"}
    shown = client.post(where, data=typed)
    assert shown.status_code == 200
    assert "まだ何も変わっていません" in shown.text
    assert "いっしょに直す掲載（1件）" in shown.text
    assert "藤だな会館 和室" in client.get(f"/{hub.slug}/events/{listing.id}").text
    sent = hidden(shown.text)
    assert sent["listing"] == [str(listing.id)]
    answer = client.post(where, data=sent, follow_redirects=True)
    assert "掲載1件の会場も直しました" in answer.text
    assert "別の書き方" in answer.text
    public = client.get(f"/{hub.slug}/events/{listing.id}").text
    assert "藤棚自治会館 和室" in public
    assert "西区2-3" in public
    assert "藤だな会館" not in public
    calendar = client.get(f"/{hub.slug}/calendar.ics").text.replace("\r\n ", "")
    assert "藤棚自治会館 和室" in calendar
    again = client.post(where, data=sent, follow_redirects=True)
    assert "保存しました。" in again.text, "pressed twice"
    assert client.post(where, data=sent | {"note": "別の話"}).status_code == 409
    assert client.post(where, data=typed | {"version": "2", "name": " "}).status_code == 422


def test_what_nobody_ticked_stays_and_is_offered_again(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, place: Place, listing: Listing
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/places/{place.id}"
    typed = {"name": "藤棚自治会館", "address": "西区1-1", "version": "1"}
    sent = hidden(client.post(where, data=typed).text) | {"listing": []}
    page = client.post(where, data=sent, follow_redirects=True).text
    assert "掲載のうち1件は、会場の名前か住所がこの登録とちがいます" in page
    session.expire_all()
    assert listing.place_name == "藤だな会館 和室"


def test_words_other_than_those_shown_are_shown_again(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, place: Place, listing: Listing
) -> None:
    sign_in(client, "editor", hub)
    where = f"/desk/places/{place.id}"
    sent = hidden(client.post(where, data={"name": "藤棚会館", "version": "1"}).text)
    shown = client.post(where, data=sent | {"name": "富士棚会館"})
    assert "まだ何も変わっていません" in shown.text
    session.expire_all()
    assert place.name == "藤だな会館"


def test_a_name_another_place_has_is_refused_before_anything_is_shown(
    client: FlaskClient, editors_hub: Hub, place: Place, listing: Listing, register: Register
) -> None:
    del editors_hub, listing
    register("藤棚自治会館", "")
    typed = {"name": "藤棚自治会館", "address": "西区2-3", "version": "1"}
    page = client.post(f"/desk/places/{place.id}", data=typed)
    assert page.status_code == 409
    assert "「藤棚自治会館」はすでに登録されています。同じ会場なら、下の" in page.text
    assert 'value="西区2-3"' in page.text


def test_two_spellings_are_joined_and_parted(
    client: FlaskClient, session: Session, editors_hub: Hub, place: Place, listing: Listing,
    register: Register,
) -> None:  # fmt: skip
    hub, right = editors_hub, register("藤棚自治会館", "")
    where = f"/desk/places/{right.id}"
    assert client.post(f"{where}/join", data={"other": ""}).status_code == 422
    assert client.post(f"{where}/join", data={"other": str(right.id)}).status_code == 422
    shown = client.post(f"{where}/join", data={"other": str(place.id)}).text
    assert "「藤だな会館」を「藤棚自治会館」にまとめます" in shown
    answer = client.post(f"{where}/join", data=hidden(shown), follow_redirects=True)
    assert "「藤だな会館」をこの会場にまとめました。掲載1件" in answer.text
    assert client.get(f"/desk/places/{place.id}").status_code == 404
    session.expire_all()
    assert listing.place_name == "藤棚自治会館 和室"
    (spelling,) = directory.spellings(session, hub.id)[right.id]
    page = client.post(f"{where}/spellings/{spelling.id}/remove", follow_redirects=True).text
    assert "「藤だな会館」を外しました" in page
    add = {"name": "藤だな会館", "address": "", "district_key": "", "phone": "", "note": ""}
    assert client.post("/desk/places", data=add).status_code == 302


def test_a_join_looked_at_too_early_is_refused(
    client: FlaskClient, editors_hub: Hub, place: Place, register: Register
) -> None:
    del editors_hub
    right = register("藤棚自治会館", "")
    where = f"/desk/places/{right.id}"
    sent = hidden(client.post(f"{where}/join", data={"other": str(place.id)}).text)
    client.post(
        f"/desk/places/{place.id}", data={"name": "藤だな会館", "note": "鍵は隣", "version": "1"}
    )
    shown = client.post(f"{where}/join", data=sent)
    assert "まだ何も変わっていません" in shown.text, "the note of the other one is new"


def test_the_register_goes_out_as_a_table(
    client: FlaskClient, editors_hub: Hub, other_hub: Hub, place: Place, register: Register
) -> None:
    register("=1+1会館", "中区1-1")
    where = f"/desk/places/{place.id}"
    facts = {"name": "藤棚自治会館", "address": "西区1-1", "district_key": "d1", "version": 1}
    client.post(where, data=facts | {"phone": "０４５−０００−０００１", "note": "鍵は隣"})
    answer = client.get("/desk/places.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["地区", "会場", "住所", "電話", "別の書き方"]
    assert rows[1][1:] == ["藤棚自治会館", "西区1-1", "045-000-0001", "藤だな会館"]
    assert rows[1][0] != "d1"
    assert rows[2] == ["", "=1+1会館", "中区1-1", "", ""]
    assert sheet.cell(3, 2).data_type == "s", "a name is no formula"
    assert "鍵は隣" not in str(rows)


def test_who_may(client: FlaskClient, hub: Hub, sign_in: SignIn, place: Place) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/places").status_code == 403
    assert client.get("/desk/places.xlsx").status_code == 403
    assert client.get(f"/desk/places/{place.id}").status_code == 403
    assert client.post(f"/desk/places/{place.id}", data={"name": "x"}).status_code == 403
    sign_in(client, "publisher", hub)
    assert client.get(f"/desk/places/{place.id}").status_code == 200
