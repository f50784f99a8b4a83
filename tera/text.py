"""Text written by people: Markdown in, safe HTML or a plain tree out."""

from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "hr", "br"}
SCHEMES = {"http", "https", "mailto"}
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "html_block"])

# A page owns its h1 and h2, so what a person writes begins one step lower.
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


def render_markdown(text: str) -> SafeString:
    """Return Markdown as HTML; raw HTML in it stays visible text, unsafe links lose their address."""
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    cleaned = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES)
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def markdown_tree(text: str) -> list[dict]:
    """Return Markdown as nested nodes (kind, text, href, children), for what is not HTML."""
    return [branch(node) for node in SyntaxTreeNode(MARKDOWN.parse(text)).children]


def branch(node: SyntaxTreeNode) -> dict:
    kind = {"softbreak": "space", "hardbreak": "break"}.get(node.type, node.type)
    shown = {"kind": kind, "text": node.content if node.type in ("text", "code_inline") else ""}
    if kind == "link":
        href = str(node.attrs.get("href", ""))
        shown["href"] = href if urlsplit(href).scheme in SCHEMES else ""
    shown["children"] = [branch(child) for child in node.children]
    return shown
