import django.contrib.postgres.fields
import django.db.models.deletion
import training.models.synonym
from django.db import migrations, models


# A rule for each word of a synonym: where a query has it, search for any of them. Written by the
# database, so that no way of changing a synonym can leave its rules behind.
RULES = """
CREATE FUNCTION training_synonym_fill_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM training_synonymrule WHERE synonym_id = NEW.id;
    INSERT INTO training_synonymrule (synonym_id, target, substitute)
    WITH query AS (
        SELECT DISTINCT ON (q::text) q FROM unnest(NEW.words) word, LATERAL (
            SELECT CASE NEW.language WHEN 'en' THEN offer_tsquery_en(word) ELSE offer_tsquery_es(word) END AS q
        ) read WHERE numnode(q) > 0
    ), anything AS (
        SELECT string_agg('(' || q::text || ')', ' | ')::tsquery AS substitute FROM query HAVING count(*) > 1
    )
    SELECT NEW.id, q, substitute FROM query, anything;
    RETURN NULL;
END $$;

CREATE TRIGGER training_synonym_rules AFTER INSERT OR UPDATE ON training_synonym
    FOR EACH ROW EXECUTE FUNCTION training_synonym_fill_rules();
"""
NO_RULES = """
DROP TRIGGER training_synonym_rules ON training_synonym;
DROP FUNCTION training_synonym_fill_rules();
"""

# Long rules first: "análisis de datos" before "análisis". What a rule has put in is not rewritten again.
SEARCH = """
CREATE FUNCTION offer_search_{language}(words text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE
RETURN ts_rewrite(offer_tsquery_{language}(words), $$
    SELECT r.target, r.substitute FROM training_synonymrule r JOIN training_synonym s ON s.id = r.synonym_id
    WHERE s.language = '{language}' ORDER BY numnode(r.target) DESC, r.id
$$)
"""


class Migration(migrations.Migration):
    """Synonyms of the search: a query for one of the words finds the others."""

    dependencies = [
        ('training', '0005_spanish_word_endings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('es', 'Spanish'), ('en', 'English')], default='es', max_length=2, verbose_name='language')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='Separated by commas: “IA, inteligencia artificial, AI”.', size=12, verbose_name='words')),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['language', 'words'],
                'constraints': [models.UniqueConstraint(fields=('language', 'words'), name='synonym_once', violation_error_message='These words are in the list already.'), models.CheckConstraint(condition=models.Q(('words__len__gte', 2)), name='synonym_has_two_words', violation_error_message='Give at least two words that mean the same.')],
            },
        ),
        migrations.CreateModel(
            name='SynonymRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', training.models.synonym.QueryField(editable=False, verbose_name='for')),
                ('substitute', training.models.synonym.QueryField(editable=False, verbose_name='search for')),
                ('synonym', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='training.synonym')),
            ],
            options={
                'verbose_name': 'synonym rule',
                'verbose_name_plural': 'synonym rules',
                'ordering': ['synonym', 'pk'],
            },
        ),
        migrations.RunSQL([RULES], reverse_sql=[NO_RULES]),
        *(
            migrations.RunSQL(
                [SEARCH.format(language=language)], reverse_sql=f"DROP FUNCTION offer_search_{language}(text)"
            )
            for language in ("es", "en")
        ),
    ]
