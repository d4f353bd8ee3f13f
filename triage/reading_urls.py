"""The pages about what was written, which `triage.urls` takes in."""

from django.urls import path

from triage.views import reading

urlpatterns = [
    path("cases/<str:reference>/signs/", reading.signs, name="case-signs"),
    path("words/", reading.words, name="words"),
    path("words/add/", reading.word_add, name="word-add"),
    path("words/<str:reference>/", reading.word, name="word"),
    path("words/<str:reference>/decide/", reading.word_decide, name="word-decide"),
    path("words/<str:reference>/retire/", reading.word_retire, name="word-retire"),
]
