from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own switch for this reads the scripts of libraries too, and stumbles over their comments.
IMPORT = r"""(?P<matched>import(?P<names>\s[^;]*?)\s*from\s*"(?P<url>\./[^"]+)"\s*;)"""


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files under names that carry their content's hash, also where one of our scripts imports another."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((IMPORT, """import%(names)s from "%(url)s";"""),)),
    )
