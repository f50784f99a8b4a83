import re

from tera.postgres.cluster import BASE_DIR

READS = re.compile(r"""\b(?:text|flag|words|number|required|environ\.get)\(\s*["']([A-Z_]+)["']""")
# What the shell, the tools and a request bring along, not what an operator sets.
OTHERS = {"PATH", "CONTENT_TYPE"}


def test_page_lists_exactly_the_variables_that_are_read():
    sources = [*(BASE_DIR / "tera").rglob("*.py")]
    read = {name for source in sources for name in READS.findall(source.read_text())} - OTHERS
    page = (BASE_DIR / "docs" / "operators.md").read_text()

    assert set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", page)) == read
