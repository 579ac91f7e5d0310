"""WSGI entry for waitress (embedded) and gunicorn (production)."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
BaseCommand().check()  # gunicorn asks no command: what would stop ``up`` stops it too

from letters.render import warm_up_in_background  # noqa: E402  the applications must be ready

warm_up_in_background()
