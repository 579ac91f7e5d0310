#!/usr/bin/env python
"""Entry point of every command the product offers."""

import os
import sys


def main() -> None:
    os.umask(0o077)  # database, files and keys are readable by the installation's own user only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
