"""Officers' pages begin with risk/, a councillor's own with my/safety/."""

from riskassess.activities.urls import urlpatterns as activities
from riskassess.board.urls import urlpatterns as board
from riskassess.interests.urls import urlpatterns as interests
from riskassess.mine.urls import urlpatterns as mine
from riskassess.profiles.urls import urlpatterns as profiles
from riskassess.register.urls import urlpatterns as register
from riskassess.reviews.urls import urlpatterns as reviews
from riskassess.tensions.urls import urlpatterns as tensions
from riskassess.venues.urls import urlpatterns as venues
from riskassess.visits.urls import urlpatterns as visits

urlpatterns = [
    *interests,
    *activities,
    *mine,
    *profiles,
    *register,
    *reviews,
    *tensions,
    *venues,
    *visits,
    *board,
]
