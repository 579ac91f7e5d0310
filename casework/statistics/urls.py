"""Statistics: mounts only."""

from __future__ import annotations

from django.urls import path, re_path

from casework.statistics import views

urlpatterns = [
    path("", views.overview, name="statistics"),
    path("annual/", views.annual_tables, name="annual_report"),
    re_path(r"^annual/report\.(?P<form>xlsx|docx)$", views.annual_file, name="annual_file"),
    path("annual/cases/", views.annual_cases, name="annual_cases"),
    path("check/", views.check_file, name="check_report"),
]
