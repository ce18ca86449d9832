"""Rich text in Markdown says what it said, and can be nothing more than it was."""

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from documents.markdown import markdown, plain
from documents.richtext import ATTRIBUTES, TAGS

pytestmark = pytest.mark.once
HOSTILE = (
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x onerror=alert(1)&gt;", "&lt;https://evil.example&gt;",
    "[click](javascript:alert(1))", "![x](https://evil.example/pixel.gif)", "[a]: https://evil.example", "&amp;lt;b>",
    "# ", "#\n# x", "- ", "1. ", "1) ", "+ ", "---", "===", "> ", "```", "`", "~~~", "**", "_", "| a |", "\\", "!", "[",
    "\n", "\t", "    ", "&nbsp;", "é", "word", " ", "](https://evil.example)",
)  # fmt: skip
ADDRESSES = (
    "https://example.org/a", "https://example.org/) [click](javascript:alert(1)", "https://example.org/a b",
    "https://example.org/(a", "https://example.org/&lt;b&gt;", "https://example.org/\\", "https://example.org/\n\nb",
    'https://example.org/&quot;onclick=&quot;x', "https://example.org/?a=1&amp;b=2",
)  # fmt: skip
MARKS = ("p", "h2", "h3", "h4", "b", "strong", "i", "em", "blockquote")


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inside, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(MARKS), some),
        st.builds(lambda href, parts: f'<a href="{href}">{"".join(parts)}</a>', st.sampled_from(ADDRESSES), some),
        st.builds(
            lambda tag, parts: f"<{tag}>{''.join(f'<li>{part}</li>' for part in parts)}</{tag}>",
            st.sampled_from(["ul", "ol"]),
            some,
        ),
    )


RICH = st.lists(st.recursive(st.sampled_from((*HOSTILE, "<br>", "<hr>")), element), max_size=6).map("".join)


def rendered(text: str) -> str:
    """As the least careful of all readers shows it: raw HTML stays, and every scheme is linked to."""
    reader = MarkdownIt("commonmark")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return str(reader.render(text))


def tags(markup: str) -> set[str]:
    return set(re.findall(r"<(\w+)", markup))


@settings(deadline=None)
@given(RICH)
def test_nothing_written_becomes_markup(written: str) -> None:
    cleaned = nh3.clean(written, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    shown = rendered(markdown(cleaned))
    assert tags(shown) <= {*TAGS, "pre", "code"}
    assert "a" in tags(cleaned) or "a" not in tags(shown)
    for href in re.findall(r'<a href="([^"]*)"', shown):
        assert href.startswith("https://example.org/")
    assert "<!--" not in shown


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>Plain <b>strong</b> and <i>soft</i>.</p><p>Second.</p>", "Plain **strong** and *soft*.\n\nSecond."),
        ("<h2>Heading</h2><p>Text</p><h4>Lower</h4>", "## Heading\n\nText\n\n#### Lower"),
        ("<ul><li>one<ul><li>under</li></ul></li><li>two</li></ul>", "- one\n  - under\n- two"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<blockquote><p>Said.</p></blockquote><hr>", "> Said.\n\n---"),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ('<p>See <a href="https://example.org/ä_(b)">here</a>!</p>', "See [here](https://example.org/%C3%A4_%28b%29)!"),
        ('<p>Look!<a href="https://example.org/">Here</a></p>', "Look\\![Here](https://example.org/)"),
        ("<p>1 &lt; 2 * 3 [sic] snake_case</p>", r"1 \< 2 \* 3 \[sic\] snake\_case"),
        ("<p>المساواة <b>بين</b> الجنسين</p>", "المساواة **بين** الجنسين"),
        ("", ""),
    ],
)
def test_it_reads_well(written: str, expected: str) -> None:
    assert markdown(written) == expected
    assert plain(rendered(markdown(written))) == plain(written)
