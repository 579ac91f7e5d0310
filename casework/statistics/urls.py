"""Statistics: mounts only."""

from __future__ import annotations

from django.urls import path, re_path

from casework.statistics import annual_views, board_views, register_views, repeat_views, report_views, views

urlpatterns = [
    path("", board_views.board, {"name": "flow"}, name="statistics"),
    path("annual/", views.annual_tables, name="annual_report"),
    re_path(r"^annual/report\.(?P<form>xlsx|docx)$", views.annual_file, name="annual_file"),
    path("annual/cases/", views.annual_cases, name="annual_cases"),
    path("annual/figures/", annual_views.figures, name="annual_figures"),
    path("annual/worksheet/", annual_views.doubts, name="annual_worksheet"),
    path("annual/freeze/", annual_views.freeze_report, name="annual_freeze"),
    path("annual/remedies/", annual_views.remedies, name="annual_remedies"),
    path("repeats/", repeat_views.page, name="repeats"),
    path("repeats/<int:case_id>/propose/", repeat_views.propose, name="propose_publication"),
    path("repeats/proposals/<int:proposal_id>/review/", repeat_views.review, name="review_publication"),
    path("repeats/proposals/<int:proposal_id>/publish/", repeat_views.published, name="publish_information"),
    path("reports/", report_views.reports, name="reports"),
    re_path(r"^reports/report\.(?P<form>xlsx|docx)$", report_views.report_file, name="report_file"),
    path("export/", register_views.page, name="export_register"),
    path("export/register.xlsx", register_views.register, name="register_file"),
    path("check/", views.check_file, name="check_report"),
    path("<slug:name>/", board_views.board, name="board"),
    path("<slug:name>/<slug:code>.xlsx", board_views.board_file, name="board_file"),
]
