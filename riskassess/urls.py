from django.urls import path

from riskassess.views import reviews

urlpatterns = [
    path("risk/", reviews.reviews, name="risk-reviews"),
    path("risk/reviews/<str:reference>/", reviews.review, name="risk-review"),
    path("my/safety/", reviews.my_safety, name="my-safety"),
]
