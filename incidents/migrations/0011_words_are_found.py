"""A column that Django does not know, so that no page carries it along: only the search asks for it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION councilsafe (COPY = english);
ALTER TEXT SEARCH CONFIGURATION councilsafe
    ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, english_stem;
"""
COLUMN = """
ALTER TABLE incidents_incident ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('councilsafe', left(description, 100000))) STORED;
CREATE INDEX incident_words ON incidents_incident USING gin (words) WITH (fastupdate = off);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_hidden_ones_by_index")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION councilsafe"),
        migrations.RunSQL(COLUMN, "ALTER TABLE incidents_incident DROP COLUMN words"),
        migrations.AddIndex(
            "incident",
            GinIndex(fields=["harmed_name"], opclasses=["gin_trgm_ops"], name="incident_harmed_alike"),
        ),
    ]
