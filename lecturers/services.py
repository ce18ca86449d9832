"""What time alone changes about a lecturer."""

from datetime import timedelta

from django.utils import timezone

from catalogue.marking import touch
from lecturers.models import LecturerPage


def end_pauses() -> None:
    """Build anew every profile whose pause is over since yesterday; one that says so already takes no number."""
    today = timezone.localdate()
    over = LecturerPage.objects.filter(live=True, paused_until__range=(today - timedelta(days=1), today))
    touch(*(f"build:{key}" for key in over.order_by().values_list("translation_key", flat=True).distinct()))
