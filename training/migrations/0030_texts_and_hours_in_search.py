from importlib import import_module

import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models.functions import Coalesce

VECTOR = django.contrib.postgres.search.SearchVectorField()
FIRST = import_module("training.migrations.0002_search_functions")
LAST = import_module("training.migrations.0025_everyday_words")


def again(sql: str) -> str:
    return sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


# "2000 h", "2.000 horas", "2,000 hours" and "2 000 horas" are one length, in both languages.
JOINED = r"'([0-9]{1,3})[ .,]([0-9]{3})(?= ?(h|hs|hrs?|horas?|hours?)(?![a-z0-9]))', '\1\2', 'g')"
HOURS = r"'(?<![a-z0-9])([0-9]+) ?(h|hs|hrs?|horas?|hours?)(?![a-z0-9])', '\1 horas hours ', 'g')"
LOWERED = "lower(unaccent('unaccent'::regdictionary, normalize(coalesce(words, ''), NFKC)))"
OLD_WORDS = again(FIRST.WORDS)
WORDS = OLD_WORDS.replace(LOWERED, f"regexp_replace(regexp_replace({LOWERED}, {JOINED}, {HOURS}")
OLD_FILL = LAST.FILL
LAST_WORDS = "(39, NEW.in_language = 'en', 'en inglés', 'in English')"
FILL = OLD_FILL.replace(
    LAST_WORDS,
    LAST_WORDS
    + """,
        (40, NEW.learning_hours IS NOT NULL, NEW.learning_hours || ' horas', NEW.learning_hours || ' hours')""",
)
REFRESH = "UPDATE training_offer SET slug = slug"
# The indexes hold the words of before; they are made anew within minutes.
FORGET = ["DELETE FROM training_searchindexpart", "DELETE FROM training_searchindex"]

# Both columns at once, so that the table is written anew once. Their indexes go and come with them.
DROP = "ALTER TABLE training_offer DROP COLUMN search_es, DROP COLUMN search_en"
INDEX = [f"CREATE INDEX offer_search_{language} ON training_offer USING gin (search_{language})" for language in ("es", "en")]
NEW_TEXTS = ("syllabus", "required_equipment", "assessment", "accessibility")


def parts(language: str, *, texts: bool) -> list[tuple[str, list[str]]]:
    """Return the columns of each weight; the texts are a part of their own, since a part has a limit."""
    other = {"es": "en", "en": "es"}[language]
    found = [
        ("A", [f"name_{language}", f"name_{other}", "course_code", "certificate_code"]),
        ("B", [f"skill_words_{language}", f"credential_{language}"]),
        ("C", [f"abstract_{language}", f"learning_outcomes_{language}"]),
        ("D", [f"description_{language}", f"facet_words_{language}", "regulation_ref", "boe_id"]),
    ]
    return [*found, ("D", [f"{name}_{language}" for name in NEW_TEXTS])] if texts else found


def in_sql(language: str, *, texts: bool) -> str:
    vectors = []
    for weight, columns in parts(language, texts=texts):
        words = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
        vectors.append(f"setweight(offer_tsvector_{language}({words}), '{weight}')")
    return " || ".join(vectors)


def columns(*, texts: bool) -> str:
    added = ", ".join(
        f"ADD COLUMN search_{language} tsvector GENERATED ALWAYS AS ({in_sql(language, texts=texts)}) STORED"
        for language in ("es", "en")
    )
    return f"ALTER TABLE training_offer {added}"


def in_python(language: str) -> models.Func:
    vectors = [
        models.Func(
            *(Coalesce(models.F(column), models.Value("")) for column in names),
            template=f"setweight(offer_tsvector_{language}(%(expressions)s), '{weight}')",
            arg_joiner=" || ' ' || ",
            output_field=VECTOR,
        )
        for weight, names in parts(language, texts=True)
    ]
    return models.Func(*vectors, template="%(expressions)s", arg_joiner=" || ", output_field=VECTOR)


class Migration(migrations.Migration):
    """An offer is found by its syllabus, equipment, assessment and accessibility, and by its length.

    Writes the table of offers anew and locks it meanwhile: seconds for the hundreds that a region has; 20,000
    took a minute on a machine busy with other work.
    """

    dependencies = [("training", "0029_date_of_places")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [DROP, WORDS, FILL, REFRESH, columns(texts=True), *INDEX, *FORGET],
                    reverse_sql=[DROP, OLD_WORDS, OLD_FILL, REFRESH, columns(texts=False), *INDEX, *FORGET],
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="offer",
                    name=f"search_{language}",
                    field=models.GeneratedField(
                        db_persist=True, expression=in_python(language), output_field=VECTOR
                    ),
                )
                for language in ("es", "en")
            ],
        ),
    ]
