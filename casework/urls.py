"""Reading the case file: register, search, history, attachments."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
