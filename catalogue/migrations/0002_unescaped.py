"""From now on, letters of texts are written as they are. Those that are escaped are read as well as before."""

from django.db import migrations, models

from documents.encoding import Unescaped


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        # SQLite would write the whole table anew, though nothing in it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("entry", "text", models.JSONField(default=dict, encoder=Unescaped)),
            ],
        ),
    ]
