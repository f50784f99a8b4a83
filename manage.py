#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tera.settings")
    from tera.commands import Commands  # noqa: PLC0415 - after the setting

    Commands(sys.argv).execute()


if __name__ == "__main__":
    main()
