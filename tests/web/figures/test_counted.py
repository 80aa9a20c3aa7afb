"""「数字」: every number opens its list; roles; nothing of the neighbour; hostile words inert."""

import io
from datetime import datetime

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.indicators import CATALOG, measure, type_figure
from notifier.listings import Listing
from tests.web.conftest import SignIn
from tests.web.figures.conftest import HOSTILE, NOVEMBER, links, page, rows_of


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


def test_the_sheet_as_word(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    file = client.get("/desk/figures/sheet/2026.docx")
    assert (file.status_code, file.data[:2]) == (200, b"PK")
    assert "sheet-FY2026.docx" in file.headers["Content-Disposition"]
    assert "sheet/2026.docx" in page(client, "/desk/figures/sheet/2026")


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
