from importlib import import_module

from django.db import migrations

# People ask for "grado superior informática", "curso bonificado", "cursos para autónomos" or a town. None of
# these stands in a name: they follow from what an offer says in its choices, and from where its editions are.
# Everything here is about computers, so that word alone finds everything and no word beside it goes without.
FILL = r"""
CREATE OR REPLACE FUNCTION training_offer_fill_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    modes text[];
    prices text[];
    payers text[];
    places text;
    provider_type text;
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
    SELECT
        coalesce(array_agg(DISTINCT coalesce(nullif(e.course_mode, ''), NEW.course_mode)), ARRAY[NEW.course_mode]),
        coalesce(
            array_agg(DISTINCT coalesce(nullif(e.price_category, ''), NEW.price_category)),
            ARRAY[NEW.price_category]
        ),
        coalesce(array_agg(DISTINCT coalesce(nullif(e.funded_by, ''), NEW.funded_by)), ARRAY[NEW.funded_by]),
        coalesce(string_agg(DISTINCT e.municipality, ' '), '')
    INTO modes, prices, payers, places
    FROM training_edition e WHERE e.offer_id = NEW.id AND e.event_status <> 'cancelled';
    SELECT concat_ws(' ', o.trade_name, o.legal_name, NEW.municipality, places), p.provider_type
    INTO NEW.facet_words_es, provider_type
    FROM training_provider p JOIN members_organisation o ON o.id = p.organisation_id
    WHERE p.id = NEW.provider_id;
    SELECT
        concat_ws(' ', NEW.facet_words_es, 'Cantabria formación curso course training informática', string_agg(w.es, ' ' ORDER BY w.n)),
        concat_ws(' ', NEW.facet_words_es, 'Cantabria training course IT', string_agg(w.en, ' ' ORDER BY w.n))
    INTO NEW.facet_words_es, NEW.facet_words_en
    FROM (VALUES
        (1, NEW.kind = 'mooc', 'MOOC abierto', 'MOOC open online'),
        (2, NEW.kind = 'programme', 'programa estudios', 'programme degree studies'),
        (3, NEW.kind = 'short_programme', 'programa corto', 'short programme'),
        (4, NEW.kind = 'module', 'módulo', 'module'),
        (5, NEW.kind = 'apprenticeship', 'prácticas formación dual', 'apprenticeship traineeship'),
        (6, 'free' = ANY (prices), 'gratis gratuito', 'free'),
        (7, 'partially_free' = ANY (prices), 'gratis gratuito certificado de pago', 'free paid certificate'),
        (8, 'subscription' = ANY (prices), 'suscripción', 'subscription'),
        (9, 'paid' = ANY (prices), 'de pago', 'paid'),
        (10, 'online' = ANY (modes), 'online en línea a distancia virtual teleformación', 'online distance virtual'),
        (11, 'onsite' = ANY (modes), 'presencial', 'onsite on-site classroom'),
        (12, 'blended' = ANY (modes), 'semipresencial mixto', 'blended hybrid'),
        (13, 'work_based' = ANY (modes), 'en la empresa prácticas dual', 'work-based company placement'),
        (14, NEW.audience && '{unemployed,anyone}', 'desempleados en paro', 'unemployed jobseekers'),
        (15, NEW.audience && '{employed,anyone}', 'ocupados trabajadores', 'employed workers'),
        (16, NEW.audience && '{self_employed,anyone}', 'autónomos', 'self-employed'),
        (17, NEW.audience && '{student,anyone}', 'estudiantes', 'students'),
        (18, NEW.level = 'initial', 'iniciación básico principiantes desde cero', 'beginners basic introduction'),
        (19, NEW.level = 'intermediate', 'nivel intermedio', 'intermediate'),
        (20, NEW.level = 'advanced', 'avanzado', 'advanced'),
        (21, 'fundae_credit' = ANY (payers), 'bonificado FUNDAE para empresas', 'FUNDAE credit for companies'),
        (22, 'fundae_grant' = ANY (payers), 'subvencionado FUNDAE', 'subsidised FUNDAE'),
        (23, 'emcan' = ANY (payers), 'subvencionado EMCAN', 'subsidised EMCAN'),
        (24, 'eu' = ANY (payers), 'fondos europeos', 'European funds'),
        (25, 'grant' = ANY (payers), 'beca', 'grant scholarship'),
        (26, NEW.regulation_type = 'fp_title', 'formación profesional FP ciclo formativo título oficial', 'vocational training official'),
        (27, NEW.regulation_type = 'fp_title' AND NEW.name_es ~* '^t[ée]cnico superior', 'grado superior', 'higher'),
        (28, NEW.regulation_type = 'fp_title' AND NEW.name_es ~* '^t[ée]cnico en', 'grado medio', 'intermediate'),
        (29, NEW.regulation_type = 'fp_specialisation', 'formación profesional FP curso de especialización título oficial',
            'vocational training specialisation official'),
        (30, NEW.regulation_type = 'certificate', 'formación profesional FP certificado profesional de profesionalidad oficial',
            'vocational training professional certificate official'),
        (31, NEW.regulation_type = 'official_degree', 'título oficial universitario', 'official university degree'),
        (32, NEW.regulation_type = 'own_title', 'título propio universitario', 'university own title'),
        (33, NEW.credential_type = 'micro_credential', 'microcredencial', 'micro-credential'),
        (34, NEW.credential_type = 'vendor_certification', 'certificación', 'certification'),
        (35, NEW.professional_family = 'IFC', 'informática y comunicaciones', 'computing and communications'),
        (36, provider_type = 'university', 'universidad', 'university'),
        (37, provider_type = 'adult_education', 'educación de personas adultas', 'adult education'),
        (38, provider_type = 'public_employment_service', 'servicio público de empleo', 'public employment service'),
        (39, NEW.in_language = 'en', 'en inglés', 'in English')
    ) w (n, holds, es, en) WHERE w.holds;
    RETURN NEW;
END $$;
"""
OLD = import_module("training.migrations.0012_edition_terms").FILL.partition("CREATE TRIGGER")[0]
REFRESH = "UPDATE training_offer SET slug = slug"
# A provider's type is a word of its offers too.
PROVIDER = """
CREATE FUNCTION training_offer_touch_type() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_offer SET slug = slug WHERE provider_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER training_offer_words AFTER UPDATE OF provider_type ON training_provider
    FOR EACH ROW WHEN (OLD.provider_type <> NEW.provider_type) EXECUTE FUNCTION training_offer_touch_type();
"""
NO_PROVIDER = """
DROP TRIGGER training_offer_words ON training_provider;
DROP FUNCTION training_offer_touch_type();
"""


class Migration(migrations.Migration):
    """An offer is found by what its choices mean in everyday words."""

    dependencies = [
        ('training', '0024_page_states_of_occupations'),
    ]
    operations = [
        migrations.RunSQL([FILL, PROVIDER, REFRESH], reverse_sql=[NO_PROVIDER, OLD, REFRESH]),
    ]
