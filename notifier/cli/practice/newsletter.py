"""The month's newsletter: composed, written in three files, and looked into."""

import io
import re
from pathlib import Path

from notifier import editions, hubs
from notifier.cli.practice.stage import Stage, command
from notifier.cli.practice.table import Table
from notifier.kit.db import reading
from notifier.listings import find_listing

PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def newsletter(table: Table, here: Stage) -> None:
    """The coming month's draft under ``var/out``; nothing of it is sent to anybody."""
    out = here.folder.parents[1] / "out"
    made = command("edition", "compose", "newsletter", "--hub", here.hub)
    table.hold(
        "newsletter: composed",
        f"{made['listings']} listings, readers {made['readers']}",
        is_right=made["listings"] > 0 and made["readers"] == {"line": 0, "email": 0},
    )
    done = command("edition", "files", str(made["id"]), "--out", str(out), "--hub", here.hub)
    paths = {row["format"]: Path(row["path"]) for row in done["files"]}
    titles = _titles(here, made["id"])
    text = paths["txt"].read_text(encoding="utf-8-sig")
    told = sum(title in text for title in titles)
    table.expect("newsletter: titles in the text twin", len(titles), told)
    pdf = paths["pdf"].read_bytes()
    table.hold(
        "newsletter: PDF",
        f"{paths['pdf'].name}, {len(PAGES.findall(pdf))} pages",
        is_right=pdf.startswith(b"%PDF") and bool(PAGES.search(pdf)),
    )
    words = _word(paths["docx"].read_bytes())
    told = sum(title in words for title in titles)
    table.expect("newsletter: titles in the Word file", len(titles), told)


def _titles(here: Stage, edition_id: int) -> list[str]:
    with reading() as session:
        hub = hubs.find_hub(session, here.hub)
        edition = editions.find_edition(session, hub.id, edition_id)
        return [find_listing(session, hub.id, item.listing_id).title for item in edition.items]


def _word(data: bytes) -> str:
    """Every paragraph of the file, as a word processor opens it."""
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
