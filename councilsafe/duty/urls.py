from django.urls import path

from councilsafe.duty.views import absences, calendars, covers, notes, shifts, weeks

urlpatterns = [
    path("duty/", shifts.rota, name="duty-rota"),
    path("duty/mine/", shifts.mine, name="duty-mine"),
    path("duty/shifts/add/", shifts.shift_add, name="duty-shift-add"),
    path("duty/shifts/<str:reference>/", shifts.shift_change, name="duty-shift-change"),
    path("duty/shifts/<str:reference>/remove/", shifts.shift_remove, name="duty-shift-remove"),
    path("duty/shifts/<str:reference>/cover/", covers.ask, name="duty-cover-ask"),
    path("duty/covers/", covers.covers, name="duty-covers"),
    path("duty/covers/<str:reference>/", covers.cover, name="duty-cover"),
    path("duty/absences/", absences.absences, name="duty-absences"),
    path("duty/absences/add/", absences.add, name="duty-absence-add"),
    path("duty/absences/<str:reference>/", absences.change, name="duty-absence-change"),
    path("duty/absences/<str:reference>/end/", absences.end, name="duty-absence-end"),
    path("duty/notes/", notes.notes, name="duty-notes"),
    path("duty/notes/add/", notes.add, name="duty-note-add"),
    path("duty/notes/<str:reference>/read/", notes.read, name="duty-note-read"),
    path("duty/weeks/", weeks.weeks, name="duty-weeks"),
    path("duty/weeks/add/", weeks.add, name="duty-week-add"),
    path("duty/weeks/copy/", weeks.copy, name="duty-week-copy"),
    path("duty/weeks/<str:reference>/", weeks.week, name="duty-week"),
    path("duty/weeks/<str:reference>/remove/", weeks.remove, name="duty-week-remove"),
    path("duty/weeks/<str:reference>/plan/", weeks.plan, name="duty-week-plan"),
    path("duty/weeks/<str:reference>/shifts/<int:slot_id>/remove/", weeks.slot_remove, name="duty-slot-remove"),
    path("duty/calendar/", calendars.calendar, name="duty-calendar"),
    path("duty/calendar/mine.ics", calendars.own_file, name="duty-calendar-mine"),
    path("duty/calendar/rota.ics", calendars.whole_file, name="duty-calendar-whole"),
    path("duty/calendar/import/", calendars.take_over, name="duty-calendar-import"),
]
