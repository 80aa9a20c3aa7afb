"""「数字」: every number opens its list; roles; nothing of the neighbour; hostile words inert."""

import io
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier.audit import Actor, machine
from notifier.editions import EditionState, compose
from notifier.editorial import open_case
from notifier.hubs import Hub
from notifier.indicators import CATALOG, measure, month_period, snapshot, type_figure, typed_figures
from notifier.intake import find_submission
from notifier.listings import Listing
from notifier.subscribers import follow
from tests.editions.conftest import SATURDAY
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.web.conftest import SignIn

HOSTILE = "=<script>alert(1)</script>"
MACHINE = machine("tick")
NOVEMBER = month_period(2026, 11)
Publish = Callable[..., Listing]


@pytest.fixture
def filled(
    session: Session, hub: Hub, other_hub: Hub, published: Publish, now: datetime
) -> Listing:
    """Three listings (one hostile) with a case each, two friends, and a neighbour with one."""
    last = published(title=HOSTILE, district_keys=("d1",))
    for title in ("おはなし会", "焼きいも会"):
        published(title=title, district_keys=("d2",))
    theirs = published(of=other_hub, title="となりの区の会", district_keys=())
    for listing in (last, theirs):
        submission = find_submission(session, listing.hub_id, listing.submission_id)
        open_case(session, submission, now=now)
    for user in ("U1", "U2"):
        follow(session, hub, user_id=user, at=now, now=now)
    session.commit()
    return last


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


def links(text: str) -> list[tuple[str, str]]:
    """(address, number) of every number that opens a list."""
    found = re.findall(r'href="(/desk/figures/[a-z_]+\?[^"]+part=[^"]*)">([^<]+)<', text)
    return [(address.replace("&amp;", "&"), number) for address, number in found]


def rows_of(text: str) -> int:
    return len(re.findall(r'<tr><td class="number">', text))


def test_every_counted_number_opens_a_list_as_long_as_itself(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    filled: Listing,
    now: datetime,
) -> None:
    assert filled
    sign_in(client, "editor", hub)
    found = links(page(client, "/desk/figures?period=2026-11"))
    cells = [
        (counted, part)
        for key in CATALOG
        for counted in (measure(session, hub, key=key, period=NOVEMBER, now=now),)
        for part in counted.told
    ]
    assert len(found) == len(cells)
    for (address, number), (counted, part) in zip(found, cells, strict=True):
        assert f"/{counted.key}?" in address
        assert number == part.said + part.unit
        if not part.rows:
            continue
        text = page(client, address)
        assert "となりの区の会" not in text
        assert rows_of(text) == len(part.rows), address
        if part.value is None:
            assert part.said == str(len(part.rows))
            assert f"もとになった一覧（{number}件）" in text


def test_lines_lead_to_the_listing_and_the_case_and_hostile_words_are_inert(
    client: FlaskClient, sign_in: SignIn, hub: Hub, filled: Listing
) -> None:
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/listings_by_district?period=2026-11&part=d1")
    assert f'href="/desk/listings/{filled.id}"' in text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "11月1日(日)〜11月30日(月)" in text
    text = page(client, "/desk/figures/submissions_by_source?period=2026-11&part=web_form")
    assert 'href="/desk/cases/' in text
    file = client.get("/desk/figures/listings_by_district.xlsx?period=2026-11&part=d1")
    assert file.status_code == 200
    assert "attachment" in file.headers["Content-Disposition"]
    cell = load_workbook(io.BytesIO(file.data))["一覧"]["B7"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_a_volunteer_and_a_stranger_see_nothing(
    client: FlaskClient, sign_in: SignIn, hub: Hub, filled: Listing
) -> None:
    assert filled
    paths = (
        "/desk/figures",
        "/desk/figures/line_friends",
        "/desk/figures/line_friends.xlsx",
        "/desk/figures/sheet/2026",
        "/desk/figures/sheet/2026.xlsx",
        "/desk/figures/sheet/2026.docx",
        "/desk/figures/charts/months.svg",
        "/desk/figures/month/2026-11",
        "/desk/figures/costs",
        "/desk/figures/costs/1",
        "/desk/quota",
    )
    for path in paths:
        assert client.get(path).status_code == 302
    sign_in(client, "volunteer", hub)
    for path in paths:
        page(client, path, 403)
    assert client.post("/desk/figures", data={}).status_code == 403


def test_the_neighbour_counts_their_own(
    client: FlaskClient, sign_in: SignIn, other_hub: Hub, filled: Listing
) -> None:
    assert filled
    sign_in(client, "editor", other_hub)
    numbers = dict(links(page(client, "/desk/figures?period=2026-11")))
    assert numbers["/desk/figures/listings_by_district?period=2026-11&part="] == "1"
    assert "/desk/figures/line_friends?period=2026-11&part=" not in numbers
    text = page(client, "/desk/figures/listings_by_district?period=2026-11&part=")
    assert "となりの区の会" in text
    assert "おはなし会" not in text


def test_unknown_figures_parts_and_periods(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    page(client, "/desk/figures/magic", 404)
    page(client, "/desk/figures/line_friends?part=", 404)
    page(client, "/desk/figures/listings_by_district?part=x", 404)
    page(client, "/desk/figures/sheet/2027", 400)
    assert "を読めません" in page(client, "/desk/figures?period=<b>")
    assert "まだ始まっていません" in page(client, "/desk/figures?period=2027-01")
    assert "2025年度（令和7年度）" in page(client, "/desk/figures?period=FY2025")


def test_typing_a_figure(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    typed = {"key": "line_friends", "period": "FY2024", "value": "１,１６４", "note": HOSTILE}
    answer = client.post("/desk/figures?period=FY2024", data=typed, follow_redirects=True)
    assert "2024年度（令和6年度）のLINEの友だち数を 1,164人 と入れました" in answer.text
    assert '1,164<br><span class="muted">手入力</span>' in answer.text
    assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "たくさん"}, "「たくさん」を数として読めません"),
        ({"value": ""}, "数を入れてください"),
        ({"value": "-1"}, "0 から 100,000,000 まで"),
        ({"value": "9" * 40}, "数として読めません"),
        ({"period": "2026-12"}, "まだ始まっていません"),
        ({"period": ""}, "期間を入れてください"),
        ({"key": "magic"}, "「magic」という数字はありません"),
        ({"note": "あ" * 201}, "200文字まで"),
    ],
)
def test_what_cannot_be_taken_stays_in_its_box(
    client: FlaskClient, sign_in: SignIn, hub: Hub, wrong: dict[str, str], sentence: str
) -> None:
    sign_in(client, "editor", hub)
    right = {"key": "line_friends", "period": "2026-10", "value": "1164", "note": "管理画面"}
    answer = client.post("/desk/figures", data=right | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    for name, value in (right | wrong).items():
        assert name == "key" or f'value="{value}"' in answer.text
    assert "さいきん入れた数字" not in answer.text


def test_the_form_needs_its_token(strict_client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(strict_client, "editor", hub)
    typed = {"key": "line_friends", "period": "2026-10", "value": "1"}
    assert strict_client.post("/desk/figures", data=typed).status_code == 400


def test_the_sheet_and_its_file(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, now: datetime
) -> None:
    editor = Actor("staff", "編集担当A", "1")
    type_figure(session, hub, key="line_friends", period="FY2025", value=1_408, by=editor, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/sheet/2026")
    assert "2026年度（令和8年度） ふりかえりシート" in text
    assert "1,408" in text
    assert text.count('<th scope="row">区</th><td></td><td></td>') == 7
    file = client.get("/desk/figures/sheet/2026.xlsx")
    assert load_workbook(io.BytesIO(file.data)).sheetnames[0] == "ふりかえり"


def test_what_was_kept_stands_beside_the_count(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, filled: Listing, now: datetime
) -> None:
    assert filled
    snapshot(session, hub, period=NOVEMBER, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/line_friends?period=2026-11")
    assert "期間の終わりの控え" in text


def test_charts_are_pictures_of_the_tables(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, editor: Actor, now: datetime
) -> None:
    for year, value in ((2023, 877), (2024, 1_164)):
        type_figure(
            session, hub, key="line_friends", period=f"FY{year}", value=value, by=editor, now=now
        )
    session.commit()
    assert client.get("/desk/figures/charts/line_friends.svg").status_code == 302
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures?period=FY2024")
    assert 'alt="LINEの友だち数の棒グラフ。2023年度 877人、2024年度 1,164人。"' in text
    picture = client.get("/desk/figures/charts/line_friends.svg?period=FY2024")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    kept = client.get("/desk/figures/charts/months.png?period=FY2024&download=1")
    assert kept.data.startswith(b"\x89PNG")
    assert "months-FY2024.png" in kept.headers["Content-Disposition"]
    page(client, "/desk/figures/charts/nothing.svg", 404)
    page(client, "/desk/figures/charts/line_friends.gif", 404)


def test_an_unlikely_figure_is_asked_about_and_kept_when_confirmed(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    typed = {"key": "line_friends", "period": "2026-11", "value": "1200", "note": "11月26日の画面"}
    assert 'name="confirmed"' not in page(client, "/desk/figures")
    asked = client.post("/desk/figures", data=typed)
    assert asked.status_code == 422
    assert "2026年11月はまだ終わっていません" in asked.text
    for kept in ('value="2026-11"', 'value="1200"', 'value="11月26日の画面"', 'name="confirmed"'):
        assert kept in asked.text
    assert not typed_figures(session, hub.id)
    answer = client.post("/desk/figures", data=typed | {"confirmed": "y"}, follow_redirects=True)
    assert "2026年11月のLINEの友だち数を 1,200人 と入れました" in answer.text


def test_the_sheet_as_word(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    file = client.get("/desk/figures/sheet/2026.docx")
    assert (file.status_code, file.data[:2]) == (200, b"PK")
    assert "sheet-FY2026.docx" in file.headers["Content-Disposition"]
    assert "sheet/2026.docx" in page(client, "/desk/figures/sheet/2026")


def test_the_cost_of_an_edition(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    made = []
    for one in (hub, other_hub):
        edition = compose(session, one, kind="weekly", on=SATURDAY, by=MACHINE, now=now)
        edition.state, edition.dispatched_at = EditionState.SENT, now
        made.append(edition.id)
    session.commit()
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/costs?period=2026-11")
    assert "部数・ひらかれた回数・閲覧数は、人の数ではありません" in text
    assert f"/desk/figures/costs/{made[0]}" in text
    assert f"/desk/figures/costs/{made[1]}" not in text
    page(client, f"/desk/figures/costs/{made[1]}", 404)
    path = f"/desk/figures/costs/{made[0]}"
    keys = ("print_yen", "delivery_yen", "staff_minutes", "hour_yen", "fee_yen", "copies")
    typed = dict.fromkeys(keys, "0") | {"print_yen": "１,０００", "version": "0"}
    answer = client.post(path, data=typed, follow_redirects=True)
    assert "費用を入れました（合計 1,000円）" in answer.text
    assert '1,000円<br><span class="muted">手入力</span>' in answer.text
    late = client.post(path, data=typed | {"print_yen": "5"})
    assert late.status_code == 409
    assert "ほかの人が、この便の費用を先に入れました" in late.text
    assert 'value="5"' in late.text
    for wrong in ("many", "-1", "99999999", ""):
        answer = client.post(path, data=typed | {"fee_yen": wrong, "version": "1"})
        assert answer.status_code == 422
        assert "fee_yen-error" in answer.text
    assert "いまの合計は 1,000円" in page(client, path)


def test_the_monthly_pack(client: FlaskClient, sign_in: SignIn, hub: Hub, filled: Listing) -> None:
    assert filled
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/month/2026-11")
    assert "いまの受付" in text
    assert "となりの区の会" not in text
    assert "<script>alert(1)" not in text
    found = [address for address, _ in links(text)]
    assert "/desk/figures/listings_by_district?period=2026-11&part=d2" in found
    for address in found:
        page(client, address)
    for name in ("month/2026-11.xlsx", "month/2026-11.docx"):
        assert client.get(f"/desk/figures/{name}").data[:2] == b"PK"
    page(client, "/desk/figures/month/2026-12", 400)
    page(client, "/desk/figures/month/FY2026", 400)
    page(client, "/desk/figures/month/nonsense", 400)
    assert "month/2026-11" in page(client, "/desk/figures")
