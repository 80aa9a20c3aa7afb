"""HTML as words: nothing is lost that a person would read, and nobody keeps the reader busy."""

import html
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifier.intake.reading.html_text import LONGEST, LONGEST_MAIL, html_text, mail_text


@example("<![")
@example("<![]]>あ")
@given(st.text(alphabet="<>&;/ab\"'=!-[]scriptあ\n ", max_size=200))
def test_it_never_fails(words: str) -> None:
    html_text(f"<p>{words}</p>")
    mail_text(words)


@given(st.text(alphabet="<>&;/ab\"'=!-[]scriptあ\n ", max_size=200))
def test_what_was_written_as_words_comes_back_as_words(words: str) -> None:
    assert html_text(f"<p>{html.escape(words)}</p>").split() == words.split()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("<p>1 < 2、でも <b>3</b></p>", "1 < 2、でも 3"),
        ("<p>前<img alt='<親子の会>' src=x>後</p>", "前後"),
        ("前<!-- <b>見えない</b> > -->後", "前後"),
        ("おわりに <a href=", "おわりに <a href="),
        ("前<script>x</script>後", "前後"),
    ],
)
def test_signs_that_are_letters_and_tags_that_hold_signs(given: str, words: str) -> None:
    assert html_text(given) == words


@pytest.mark.parametrize(("read", "longest"), [(html_text, LONGEST), (mail_text, LONGEST_MAIL)])
def test_a_picture_written_into_the_text_is_no_words(read: object, longest: int) -> None:
    assert callable(read)
    picture = f'<img src="data:image/png;base64,{"QUJD" * longest}">'
    assert read(f"<p>前{picture}後</p>") == "前後"


@pytest.mark.parametrize("read", [html_text, mail_text])
@pytest.mark.parametrize(
    "sign", ["<a ", "<a\n", "<a x='", "<!--", "<![", "</", "<?", "<style>", "&#", "<a x=y<"]
)
def test_nobody_keeps_the_reader_busy(read: object, sign: str) -> None:
    """A feed holds five hundred such items; each took 5 s before tags without an end were letters."""
    assert callable(read)
    began = time.monotonic()
    read(sign * (LONGEST // len(sign)))
    assert time.monotonic() - began < 2, "it took 0.05 s when this was written"


def test_every_head_of_a_mail_goes_and_no_words_before_it() -> None:
    head = "<html><head><title>x</title><style>p {}</style></head>"
    assert mail_text(f"{head}<p>一通目</p></html><p>二</p>{head}<p>三</p>") == "一通目\n\n二\n\n三"
    assert mail_text("<style>p {}</style></HEAD ><p>前</p>") == "前"
