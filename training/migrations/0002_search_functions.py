from django.db import migrations

# One body for documents and queries, so that both sides always agree. NFKC first (composed and
# decomposed accents, full-width letters), then accents off, then lower case, then the names that
# the text parser would tear apart: C++, C#, .NET, Node.js, I+D+i. Written with RETURN, so every
# name in it is bound when it is created and no search path can change it; unaccent() is only
# STABLE for fear of another dictionary, which the two-argument form names outright.
WORDS = r"""
CREATE FUNCTION offer_words(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(
    lower(unaccent('unaccent'::regdictionary, normalize(coalesce(words, ''), NFKC))),
    '(?<![a-z0-9])c\+\+', 'cplusplus ', 'g'),
    '(?<![a-z0-9])([cf])#', '\1sharp ', 'g'),
    '(?<![a-z0-9])asp\.net(?![a-z0-9])', 'asp dotnet ', 'g'),
    '(?<![a-z0-9])\.net(?![a-z0-9])', 'dotnet ', 'g'),
    '(?<![a-z0-9])([a-z]+)\.js(?![a-z0-9])', '\1js ', 'g'),
    '(?<![a-z0-9])(node|vue|react|angular|next) js(?![a-z0-9])', '\1js ', 'g'),
    '(?<![a-z0-9])(i ?\+ ?d( ?\+ ?i)?|r ?& ?d)(?![a-z0-9])', 'imasd ', 'g')
"""

# Spanish only. The stemmer reduces "programaciones" and the accented "programación" to one stem but
# leaves "programacion" whole; with the plural ending, all three meet.
PLURALS = r"""
CREATE FUNCTION offer_plurals_es(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(words, '([a-z])ion(?![a-z0-9])', '\1iones', 'g')
"""

# Any other sign becomes a space: the parser would read "programador/a" as a file, "datos.Python" as
# a host. A vector has a limit of 1 MB, hence the bound.
DOCUMENT = r"""
CREATE FUNCTION offer_document(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(left(offer_words(left(words, 50000)), 50000),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~¡¿·•', repeat(' ', 36))
"""

# A query keeps quotation marks and the minus before a word, which websearch_to_tsquery reads; it
# takes any text at all. A row of minuses would overflow that function's stack, so one that is not
# straight before a word goes. One word may have 2,046 bytes at most: 500 characters stay below.
QUERY = r"""
CREATE FUNCTION offer_query(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(translate(left(offer_words(left(words, 1000)), 500),
    '!#$%&''()*+,./:;<=>?@[\]^_`{|}~¡¿·•', repeat(' ', 34)),
    '-(?![a-z0-9])|(?<=[a-z0-9])-', ' ', 'g')
"""

VECTOR_ES = """
CREATE FUNCTION offer_tsvector_es(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.spanish'::regconfig, offer_plurals_es(offer_document(words)))
"""
VECTOR_EN = """
CREATE FUNCTION offer_tsvector_en(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.english'::regconfig, offer_document(words))
"""
QUERY_ES = """
CREATE FUNCTION offer_tsquery_es(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN websearch_to_tsquery('pg_catalog.spanish'::regconfig, offer_plurals_es(offer_query(words)))
"""
QUERY_EN = """
CREATE FUNCTION offer_tsquery_en(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN websearch_to_tsquery('pg_catalog.english'::regconfig, offer_query(words))
"""

# Words an offer is found by although they stand in other tables or only in choices: what it
# teaches, who teaches it, and "gratis", "online", "desempleados". Kept by triggers, so that
# no way of writing (admin, import, bulk, shell) can leave them behind.
FILL = """
CREATE FUNCTION training_offer_fill_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(string_agg(w.es, ' · ' ORDER BY w.es), ''), coalesce(string_agg(w.en, ' · ' ORDER BY w.en), '')
    INTO NEW.skill_words_es, NEW.skill_words_en
    FROM (
        SELECT coalesce(s.label_es, s.label) AS es, coalesce(s.label_en, s.label) AS en
        FROM training_offerskill l JOIN skills_skill s ON s.id = l.skill_id
        WHERE l.offer_id = NEW.id AND (l.confirmed_on IS NOT NULL OR l.origin <> 'suggested')
        UNION ALL
        SELECT coalesce(p.label_es, p.label), coalesce(p.label_en, p.label)
        FROM training_offerprofile l JOIN skills_profile p ON p.id = l.profile_id
        WHERE l.offer_id = NEW.id AND (l.confirmed_on IS NOT NULL OR l.origin <> 'suggested')
    ) w;
    SELECT concat_ws(' ', o.trade_name, o.legal_name, NEW.municipality) INTO NEW.facet_words_es
    FROM training_provider p JOIN members_organisation o ON o.id = p.organisation_id
    WHERE p.id = NEW.provider_id;
    NEW.facet_words_en := concat_ws(' ', NEW.facet_words_es, 'Cantabria training course',
        CASE NEW.kind WHEN 'mooc' THEN 'MOOC open online' WHEN 'programme' THEN 'programme degree studies'
            WHEN 'short_programme' THEN 'short programme' WHEN 'module' THEN 'module'
            WHEN 'apprenticeship' THEN 'apprenticeship traineeship' END,
        CASE NEW.price_category WHEN 'free' THEN 'free' WHEN 'partially_free' THEN 'free paid certificate'
            WHEN 'subscription' THEN 'subscription' WHEN 'paid' THEN 'paid' END,
        CASE NEW.course_mode WHEN 'online' THEN 'online distance virtual' WHEN 'onsite' THEN 'onsite on-site classroom'
            WHEN 'blended' THEN 'blended hybrid' WHEN 'work_based' THEN 'work-based company placement' END,
        CASE WHEN 'unemployed' = ANY (NEW.audience) THEN 'unemployed jobseekers' END,
        CASE WHEN 'employed' = ANY (NEW.audience) THEN 'employed workers' END);
    NEW.facet_words_es := concat_ws(' ', NEW.facet_words_es, 'Cantabria formación curso',
        CASE NEW.kind WHEN 'mooc' THEN 'MOOC abierto' WHEN 'programme' THEN 'programa estudios'
            WHEN 'short_programme' THEN 'programa corto' WHEN 'module' THEN 'módulo'
            WHEN 'apprenticeship' THEN 'prácticas formación dual' END,
        CASE NEW.price_category WHEN 'free' THEN 'gratis gratuito' WHEN 'partially_free' THEN 'gratis gratuito certificado de pago'
            WHEN 'subscription' THEN 'suscripción' WHEN 'paid' THEN 'de pago' END,
        CASE NEW.course_mode WHEN 'online' THEN 'online en línea a distancia virtual teleformación'
            WHEN 'onsite' THEN 'presencial' WHEN 'blended' THEN 'semipresencial mixto'
            WHEN 'work_based' THEN 'en la empresa prácticas dual' END,
        CASE WHEN 'unemployed' = ANY (NEW.audience) THEN 'desempleados en paro' END,
        CASE WHEN 'employed' = ANY (NEW.audience) THEN 'ocupados trabajadores' END);
    RETURN NEW;
END $$;

CREATE FUNCTION training_offer_touch_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE training_offer SET slug = slug WHERE id = OLD.offer_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE training_offer SET slug = slug WHERE id = NEW.offer_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION training_offer_touch_skill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_offer SET slug = slug
    WHERE id IN (SELECT offer_id FROM training_offerskill WHERE skill_id = NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION training_offer_touch_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_offer SET slug = slug
    WHERE id IN (SELECT offer_id FROM training_offerprofile WHERE profile_id = NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION training_offer_touch_provider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_offer SET slug = slug
    WHERE provider_id IN (SELECT id FROM training_provider WHERE organisation_id = NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER training_offer_words BEFORE INSERT OR UPDATE ON training_offer
    FOR EACH ROW EXECUTE FUNCTION training_offer_fill_words();
CREATE TRIGGER training_offer_words AFTER INSERT OR UPDATE OR DELETE ON training_offerskill
    FOR EACH ROW EXECUTE FUNCTION training_offer_touch_link();
CREATE TRIGGER training_offer_words AFTER INSERT OR UPDATE OR DELETE ON training_offerprofile
    FOR EACH ROW EXECUTE FUNCTION training_offer_touch_link();
CREATE TRIGGER training_offer_words AFTER UPDATE OF label, label_es, label_en ON skills_skill
    FOR EACH ROW EXECUTE FUNCTION training_offer_touch_skill();
CREATE TRIGGER training_offer_words AFTER UPDATE OF label, label_es, label_en ON skills_profile
    FOR EACH ROW EXECUTE FUNCTION training_offer_touch_profile();
CREATE TRIGGER training_offer_words AFTER UPDATE OF legal_name, trade_name ON members_organisation
    FOR EACH ROW EXECUTE FUNCTION training_offer_touch_provider();
"""
UNFILL = """
DROP TRIGGER training_offer_words ON members_organisation;
DROP TRIGGER training_offer_words ON skills_profile;
DROP TRIGGER training_offer_words ON skills_skill;
DROP TRIGGER training_offer_words ON training_offerprofile;
DROP TRIGGER training_offer_words ON training_offerskill;
DROP TRIGGER training_offer_words ON training_offer;
DROP FUNCTION training_offer_touch_provider();
DROP FUNCTION training_offer_touch_profile();
DROP FUNCTION training_offer_touch_skill();
DROP FUNCTION training_offer_touch_link();
DROP FUNCTION training_offer_fill_words();
"""


def function(sql: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL([sql], reverse_sql=f"DROP FUNCTION {name}(text)")


class Migration(migrations.Migration):
    """Text search in SQL: Spanish and English functions, and the words kept from other tables."""

    dependencies = [("training", "0001_initial"), ("skills", "0002_initial"), ("members", "0001_initial")]
    operations = [
        function(WORDS, "offer_words"),
        function(PLURALS, "offer_plurals_es"),
        function(DOCUMENT, "offer_document"),
        function(QUERY, "offer_query"),
        function(VECTOR_ES, "offer_tsvector_es"),
        function(VECTOR_EN, "offer_tsvector_en"),
        function(QUERY_ES, "offer_tsquery_es"),
        function(QUERY_EN, "offer_tsquery_en"),
        migrations.RunSQL([FILL], reverse_sql=[UNFILL]),
    ]
