#!/usr/bin/env python
"""Django's command line. Starts the embedded services first when no others are configured."""

import os
import sys

from councilsafe import services


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsafe.settings")
    services.provide()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
