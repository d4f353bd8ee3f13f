"""The pages of the process's versions, which `triage.urls` takes in."""

from django.urls import path

from triage.views.process import decisions, drafts, replays, versions

urlpatterns = [
    path("how-we-decide/", versions.how_we_decide, name="how-we-decide"),
    path("process/", versions.process_versions, name="process-versions"),
    path("process/new/", versions.process_new, name="process-new"),
    path("process/import/", versions.process_import, name="process-import"),
    path("process/<str:version>/", versions.process_version, name="process-version"),
    path("process/<str:version>/export/", versions.process_export, name="process-export"),
    path("process/<str:version>/change/<str:section>/", drafts.process_change, name="process-change"),
    path("process/<str:version>/discard/", drafts.process_discard, name="process-discard"),
    path("process/<str:version>/replay/", replays.process_replay, name="process-replay"),
    path("process/<str:version>/replay/start/", replays.process_replay_start, name="process-replay-start"),
    path("process/<str:version>/propose/", decisions.process_propose, name="process-propose"),
    path("process/<str:version>/take-back/", decisions.process_take_back, name="process-take-back"),
    path("process/<str:version>/decide/", decisions.process_decide, name="process-decide"),
]
