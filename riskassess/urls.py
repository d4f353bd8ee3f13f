from django.urls import path

from riskassess import views

urlpatterns = [
    path("risk/", views.reviews, name="risk-reviews"),
    path("risk/reviews/<str:reference>/", views.review, name="risk-review"),
    path("my/safety/", views.my_safety, name="my-safety"),
]
