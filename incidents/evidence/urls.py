from django.urls import path

from incidents.evidence import views

urlpatterns = [
    path("report/<uuid:draft_id>/files/", views.add_to_draft, name="evidence-add"),
    path("my/reports/<str:reference>/files/", views.add_to_own, name="evidence-add-mine"),
    path("cases/<str:reference>/files/", views.add_to_case, name="evidence-add-case"),
    path("evidence/<str:reference>/", views.show, name="evidence"),
    path("evidence/<str:reference>/preview/", views.preview, name="evidence-preview"),
    path("evidence/<str:reference>/download/", views.download, name="evidence-download"),
    path("evidence/<str:reference>/remove/", views.remove, name="evidence-remove"),
    path("evidence/<str:reference>/disclose/", views.disclose, name="evidence-disclose"),
]
