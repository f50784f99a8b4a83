"""The one spelling of a JSON value, and the hash that is taken of it."""

import hashlib
import json
from collections.abc import Mapping


def canonical_json(definition: Mapping) -> bytes:
    """Return the one spelling of a JSON value that hashes are taken of."""
    return json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_json(value: Mapping | list) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()
