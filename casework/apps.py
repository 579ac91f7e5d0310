"""Django's entry: what is set wrongly is told at the start, not by the first page that needs it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_law_settings, "casework")


def check_law_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every LAW_… variable names a point the law leaves open and one of its alternatives."""
    from casework.law.errors import InvalidFact
    from casework.lawbook import law_settings

    try:
        law_settings()
    except InvalidFact as fault:
        return [Error(fault.message, hint="LAW_<键名>：见 casework/law/settings.py。", id="casework.E001")]
    return []
