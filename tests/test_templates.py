"""What every template keeps to, whatever page it belongs to."""

import re
from pathlib import Path

import pytest
from django.template.base import Node, VariableNode
from django.template.loader import get_template, render_to_string
from django.template.loader_tags import IncludeNode
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
COMPONENTS = [name for name in NAMES if name.startswith("components/")]
ADMIN = re.compile(r"(people|catalogue|\w+/admin)/")
PUBLIC = [name for name in NAMES if not ADMIN.match(name)]
STILL = ["500.html", "503.html"]
FORBIDDEN = {
    "output that is not escaped": r"\|\s*safe\b|autoescape off",
    "a style in the markup": r"<style|\sstyle=",
    "a script in the markup": r"<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:",
    "something loaded from another host": r"""(?:src|srcset|action|<link[^>]+href)=["'](?:https?:)?//""",
    "a text that cannot be translated": r">\s*[A-Z][a-z]+ [a-z]+[^<{]*<",
}


def source(name: str) -> str:
    """The template without its comments."""
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", (FOLDER / name).read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_template_has_nothing_forbidden(name: str, what: str) -> None:
    assert re.findall(FORBIDDEN[what], source(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_says_what_it_takes(name: str) -> None:
    said = re.search(r"{% comment %}(.*?){% endcomment %}", (FOLDER / name).read_text(), flags=re.DOTALL)
    assert said, "a component begins by naming its variables"
    nodes: list[Node] = list(get_template(name).template.nodelist.get_nodes_by_type(VariableNode))  # type: ignore[attr-defined]
    taken = {str(node.filter_expression.var).split(".")[0] for node in nodes}  # type: ignore[attr-defined]
    own = set(re.findall(r"{% for (\w+) in| as (\w+) %}|get_current_language(?:_bidi)? as (\w+)", source(name)))
    known = {word for found in own for word in found} | {"forloop"}
    assert {word for word in taken if word.isidentifier()} - known - set(re.findall(r"\w+", said[1])) == set()


@pytest.mark.parametrize("name", PUBLIC)
def test_includes_pass_on_only_what_they_name(name: str) -> None:
    includes = get_template(name).template.nodelist.get_nodes_by_type(IncludeNode)  # type: ignore[attr-defined]
    assert [node for node in includes if not node.isolated_context] == []


@pytest.mark.parametrize("name", STILL)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fi", "ltr"), ("ar", "rtl")])
def test_page_of_a_breakdown_needs_nothing(name: str, language: str, direction: str) -> None:
    """No context and no database: this test has none, and touching it would fail."""
    with translation.override(language):
        page = render_to_string(name)
    assert f'<html lang="{language}" dir="{direction}">' in page
    heading = re.search(r"<h1>(.+)</h1>", page)
    assert heading
    with translation.override("en"):
        english = re.search(r"<h1>(.+)</h1>", render_to_string(name))
    assert english
    assert (heading[1] == english[1]) is (language == "en")


@pytest.mark.parametrize("name", STILL)
def test_files_of_a_breakdown_page_exist(name: str) -> None:
    addresses = re.findall(r'(?:src|href)="/static/([^"]+)"', render_to_string(name))
    assert len(addresses) > 5
    assert [address for address in addresses if not (ROOT / "static" / address).exists()] == []
