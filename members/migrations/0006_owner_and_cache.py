"""An organisation that has an owner keeps one; and the table of the cache, in which rate limits count."""

from django.db import migrations

# Deferred, so that owners may be exchanged within one transaction. The lock makes two owners who
# leave at once wait for each other: the second then sees that the first is gone.
KEEP_OWNER = """
CREATE FUNCTION members_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM members_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;  -- the organisation itself is gone
    END IF;
    IF NOT EXISTS (SELECT 1 FROM members_user WHERE id = OLD.user_id) THEN
        RETURN NULL;  -- the account was erased, which the law may demand of a last owner too
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM members_organisationuser
        WHERE organisation_id = OLD.organisation_id AND role = 'owner'
    ) THEN
        RAISE EXCEPTION 'organisation % would have no owner', OLD.organisation_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER members_keep_owner
    AFTER DELETE OR UPDATE OF role, organisation_id ON members_organisationuser
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION members_keep_owner();
"""
FORGET_OWNER = """
DROP TRIGGER members_keep_owner ON members_organisationuser;
DROP FUNCTION members_keep_owner();
"""
# As `createcachetable` makes it, which a migration cannot call for a database of another state.
CACHE = """
CREATE TABLE IF NOT EXISTS cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0005_accounts")]

    operations = [
        migrations.RunSQL(KEEP_OWNER, FORGET_OWNER),
        migrations.RunSQL(CACHE, "DROP TABLE IF EXISTS cache"),
    ]
