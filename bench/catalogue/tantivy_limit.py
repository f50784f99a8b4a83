"""Tantivy as the limit: the same texts and searches in an engine of its own, installed apart.

It stems in another way and knows no order of ours: it shows what a search engine in the process takes,
not what one could put in the place of ours.
"""

import json
import subprocess
import tempfile
import venv
from pathlib import Path

from django.db import connection
from rich.console import Console

from tera.postgres.cluster import BASE_DIR

FOLDER = BASE_DIR / ".cache" / "bench-tantivy"
WANTED = "tantivy>=0.25"
PATIENCE = 240

SCRIPT = """
import csv, json, sys, time
import tantivy

csv.field_size_limit(10**9)
texts, asked, runs, folder = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
FACETS = ["mode", "price", "level", "language", "kind", "payer", "credential"]
schema = tantivy.SchemaBuilder()
schema.add_text_field("text", stored=False, tokenizer_name="es_stem")
for name in FACETS:
    schema.add_text_field(name, stored=False, tokenizer_name="raw", fast=True)
schema.add_integer_field("skill", stored=False, fast=True)
schema.add_integer_field("id", stored=True)
index = tantivy.Index(schema.build(), path=folder)
index.register_tokenizer("es_stem", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(
    tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("spanish")).build())
writer = index.writer(200_000_000, 2)
for row in csv.reader(open(texts, newline="")):
    values = {name: value for name, value in zip(FACETS, row[2:9]) if value}
    writer.add_document(tantivy.Document(id=int(row[0]), text=row[1], skill=int(row[9] or 0), **values))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
counts = {name: {"terms": {"field": name, "size": 50}} for name in FACETS}
counts["skill"] = {"terms": {"field": "skill", "size": 500}}
found = {}
for kind, words in asked.items():
    times = []
    for run in range(runs + 3):
        began = time.perf_counter()
        query = index.parse_query(words[run % len(words)], ["text"], conjunction_by_default=True)
        hits = searcher.search(query, 20)
        searcher.aggregate(query, counts)
        if run >= 3:
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    found[kind] = {"p50": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95)], 1)}
print(json.dumps(found))
"""


def python() -> Path:
    interpreter, done = FOLDER / "bin" / "python", FOLDER / "installed.txt"
    if done.exists() and done.read_text() == WANTED:
        return interpreter
    venv.create(FOLDER, with_pip=True, clear=True)
    command = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", WANTED]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    done.write_text(WANTED)
    return interpreter


def words_of(address: str) -> str:
    """Return an address as a query of the engine: words and the filters it has fields for."""
    names = {"modalidad": "mode", "precio": "price", "nivel": "level", "idioma": "language", "paga": "payer"}
    parts = []
    for pair in address.split("&"):
        key, _, value = pair.partition("=")
        if key == "q":
            parts.append(value)
        elif key in names:
            parts.append(f"{names[key]}:{value}")
    return " AND ".join(parts) or "*"


def run(asked: dict[str, list[str]], runs: int, console: Console) -> dict:
    """Return the milliseconds by kind, or why there are none."""
    try:
        interpreter = python()
    except (subprocess.SubprocessError, OSError) as error:
        return {"skipped": type(error).__name__}
    queries = {kind: [words_of(address) for address in addresses] for kind, addresses in asked.items()}
    with tempfile.TemporaryDirectory() as folder:
        texts, script = Path(folder) / "texts.csv", Path(folder) / "limit.py"
        script.write_text(SCRIPT)
        with texts.open("w") as file, connection.cursor() as cursor:
            cursor.copy_expert(
                """COPY (SELECT o.id,
                concat_ws(' ', name_es, abstract_es, description_es, skill_words_es, facet_words_es),
                course_mode, price_category, level, in_language, kind, funded_by, credential_type,
                (SELECT min(skill_id) FROM training_offerskill s WHERE s.offer_id = o.id)
                FROM training_offer o WHERE status = 'published') TO STDOUT (FORMAT csv)""",
                file,
            )
        (Path(folder) / "index").mkdir()
        arguments = [interpreter, script, texts, json.dumps(queries), str(runs), Path(folder) / "index"]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=1_800)
    if done.returncode:
        console.print(done.stderr[-400:])
        return {"skipped": (done.stderr.strip().splitlines() or ["failed"])[-1][:100]}
    return json.loads(done.stdout)
