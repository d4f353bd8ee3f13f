from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0005_ladders_without_end")]

    operations = [
        migrations.AddField(
            model_name="deadlinestep",
            name="why",
            field=models.CharField(blank=True, help_text="One of the sentences of the plans.", max_length=200),
        ),
    ]
