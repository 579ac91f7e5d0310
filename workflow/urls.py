"""Addresses of the work: the desk, sign-in, registration, the case page and its acts."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from workflow.views import acting, case, chart, drafting, registering, signing_in, workbench

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("healthz", signing_in.healthz, name="healthz"),
    path("notices/", workbench.notices, name="notices"),
    path("help/", workbench.help_page, name="help"),
    path("cases/new/", registering.register_case, name="register_case"),
    path("cases/new/receipt/", registering.receipt_preview, name="receipt_preview"),
    path("cases/new/duplicates/", registering.duplicates, name="duplicates"),
    path("cases/new/identity/", registering.identity_check, name="identity_check"),
    path("cases/<int:case_id>/", case.page, name="case"),
    path("cases/<int:case_id>/deadline/", case.deadline, name="case_deadline"),
    path("cases/<int:case_id>/chart/", chart.page, name="case_chart"),
    path("cases/<int:case_id>/chart.svg", chart.svg, name="case_chart_svg"),
    path("cases/<int:case_id>/claim/", acting.claim, name="claim"),
    path("cases/<int:case_id>/draft/", drafting.page, name="draft"),
    path("cases/<int:case_id>/draft/slots/", drafting.slots, name="draft_slots"),
    path("cases/<int:case_id>/act/<slug:verb>/", acting.act, name="act"),
]
