"""Who is one person with whom: merging only points from one row to another, so that it can be undone without loss."""

from collections.abc import Iterable

from django.db import connection

from incidents.models import PersonOfConcern

TREES = """
WITH RECURSIVE above AS (
    SELECT id, merged_into_id FROM incidents_personofconcern WHERE id = ANY(%s)
    UNION SELECT p.id, p.merged_into_id FROM incidents_personofconcern p JOIN above ON p.id = above.merged_into_id
), tree AS (
    SELECT id, id AS root FROM above WHERE merged_into_id IS NULL
    UNION SELECT p.id, tree.root FROM incidents_personofconcern p JOIN tree ON p.merged_into_id = tree.id
)
SELECT id, root FROM tree
"""


def circles(people: Iterable[int]) -> dict[int, int]:
    """Everybody who is merged with any of these, and the one they are all merged into (for whom it is themselves)."""
    wanted = list(people)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TREES, [wanted])
        return dict(cursor.fetchall())


def circle(person: PersonOfConcern) -> list[int]:
    return list(circles([person.pk]))
