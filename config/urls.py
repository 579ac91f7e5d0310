"""Addresses: mounts only."""

from django.urls import include, path

urlpatterns = [
    path("", include("workflow.urls")),
    path("library/", include("casework.library.urls")),
    path("", include("casework.urls")),
    path("", include("letters.urls")),
]

handler403 = "workflow.middleware.forbidden"
handler404 = "workflow.middleware.not_found"
handler500 = "workflow.middleware.broken"
