"""What is typed wrongly is answered in Japanese, with exit 2 and a way on."""

import pytest
from click.testing import CliRunner

from notifier.cli import cli


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["editon"], "editon というコマンドはありません。edition のことですか。"),
        (["edition", "aprove"], "aprove というコマンドはありません。approve のことですか。"),
        (["edition", "show"], "引数 EDITION_ID がありません。"),
        (["--jsn", "version"], "--jsn という指定はありません。"),
        (["doctor", "--jsn"], "--jsn という指定はありません。--json のことですか。"),
        (["doctor", "--json=1"], "--json には、値を書けません。"),
        (["doctor", "now"], "now は余分です。取ってください。"),
        (["edition", "show", "x"], "EDITION_ID が読めません。「x」は番号ではありません（例 12）。"),
        (["run", "web", "--port", "x"], "--port が読めません。「x」ではなく、数を書いてください。"),
        (["edition", "compose"], "引数 KIND がありません。board、newsletter、notice、"),
        (["edition", "compose", "週"], "KIND が読めません。「週」ではなく、board、newsletter、"),
        (["indicators", "sheet", "--fiscal-year", "0"], "1 から 9998 までの数を"),
        (["run", "web", "--port"], "--port のうしろに、値を書いてください。"),
        (
            ["staff", "invite", "a@example.jp", "--role", "boss"],
            "--role が読めません。「boss」ではなく、volunteer、editor、publisher、admin のどれかを",
        ),
        (["staff", "invite", "a@example.jp"], "指定 --role がありません。volunteer、editor、"),
        (["subscribers", "import", "/no/such"], "「/no/such」を開けません。"),
    ],
)
def test_wrong_usage_is_said_in_japanese(words: list[str], said: str) -> None:
    done = CliRunner().invoke(cli, words, prog_name="notifier")
    assert done.exit_code == 2
    *before, last = done.stderr.splitlines()
    assert last.startswith("notifier: ")
    assert said in last
    if before:  # Click does not always know which command it was reading
        assert before[0].startswith("使い方: notifier ")
        assert before[-1].endswith(" --help")
    for english in ("Error", "Usage", "Try", "Missing", "Invalid", "No such", "Got unexpected"):
        assert english not in done.output


def test_a_group_alone_shows_its_help() -> None:
    assert "Commands:" in CliRunner().invoke(cli, ["edition"]).output
