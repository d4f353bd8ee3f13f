from django.urls import path

from triage.process_urls import urlpatterns as process
from triage.views import after_report, bulk, case, conversation, duplicates, my_reports, presence, queue, readers
from triage.process_urls import urlpatterns as process

urlpatterns = [
    *process,
    path("queue/", queue.queue, name="queue"),
    path("queue/bulk/", bulk.bulk, name="queue-bulk"),
    path("queue/bulk/<str:reference>/", bulk.done, name="queue-bulk-done"),
    path("queue/views/", queue.all_views, name="queue-views"),
    path("queue/views/add/", queue.add_view, name="queue-view-add"),
    path("queue/views/<str:reference>/", queue.change_view, name="queue-view"),
    path("queue/views/<str:reference>/delete/", queue.delete_view, name="queue-view-delete"),
    path("cases/<str:reference>/", case.show, name="case"),
    path("cases/<str:reference>/here/", presence.here, name="case-here"),
    path("cases/<str:reference>/acknowledge/", case.acknowledge, name="case-acknowledge"),
    path("cases/<str:reference>/take/", case.take, name="case-take"),
    path("cases/<str:reference>/assign/", case.assign, name="case-assign"),
    path("cases/<str:reference>/facts/", case.facts, name="case-facts"),
    path("cases/<str:reference>/override/", case.override, name="case-override"),
    path("cases/<str:reference>/override/decide/", case.override_decide, name="case-override-decide"),
    path("cases/<str:reference>/plan/", case.plan, name="case-plan"),
    path("cases/<str:reference>/refer/", case.refer, name="case-refer"),
    path("cases/<str:reference>/close/", case.close, name="case-close"),
    path("cases/<str:reference>/reopen/", case.reopen, name="case-reopen"),
    path("cases/<str:reference>/message/", conversation.message, name="case-message"),
    path("cases/<str:reference>/notes/", conversation.note, name="case-note"),
    path("cases/<str:reference>/duplicate/", duplicates.mark, name="case-duplicate"),
    path("cases/<str:reference>/conflict/", readers.conflict, name="case-conflict"),
    path("cases/<str:reference>/complained-about/", readers.complained_about, name="case-complained-about"),
    path("cases/<str:reference>/let-back/", readers.let_back, name="case-let-back"),
    path("cases/<str:reference>/widen/", readers.widen, name="case-widen"),
    path("my/reports/", my_reports.my_reports, name="my-reports"),
    path("my/reports/<str:reference>/", my_reports.my_report, name="my-report"),
    path("my/reports/<str:reference>/sent/", my_reports.report_sent, name="report-sent"),
    path("my/reports/<str:reference>/again/", after_report.report_again, name="report-again"),
    path("my/reports/<str:reference>/withdraw/", after_report.report_withdraw, name="report-withdraw"),
    path("my/reports/<str:reference>/they-know/", after_report.report_they_know, name="report-they-know"),
    path("my/reports/<str:reference>/readers/", readers.report_readers, name="report-readers"),
]
