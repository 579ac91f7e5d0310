"""WSGI entry for waitress (embedded) and gunicorn (production)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from letters.render import warm_up_in_background  # noqa: E402  the applications must be ready

warm_up_in_background()
