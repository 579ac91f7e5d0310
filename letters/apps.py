"""Django's entry: fonts are configured before anything can import the renderer."""

from __future__ import annotations

import ctypes.util
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from letters import fontkit, seal


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        fontkit.use_extra_folder(settings.LETTERS_EXTRA_FONT_DIR)
        fontkit.configure()
        register(check_kit, "letters", deploy=True)
        register(check_subsetter, "letters")
        register(check_seals, "letters")


def check_kit(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The font files are the ones that were measured (60 ms, so only with --deploy)."""
    return [
        Error(fault, hint="请从发布包恢复 letters/fonts 目录。", id="letters.E001")
        for fault in fontkit.checksum_faults()
    ]


def check_seals(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Pictures of seals that could not be printed are told at the start, not at the first letter."""
    return [
        Error(fault, hint="LETTERS_SEAL_DIR：每个机关一个 <机关代码>.png。", id="letters.E002")
        for fault in seal.faults(settings.LETTERS_SEAL_DIR)
    ]


def check_subsetter(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without libharfbuzz-subset fonts are cut down in Python, ten times slower."""
    if ctypes.util.find_library("harfbuzz-subset"):
        return []
    return [
        Warning(
            "未找到 libharfbuzz-subset，生成文书会明显变慢。",
            hint="Debian: apt install libharfbuzz-subset0",
            id="letters.W001",
        )
    ]
