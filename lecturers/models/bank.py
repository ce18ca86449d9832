"""The open resource bank itself: the page on which lecturers are found."""

from django.utils.translation import gettext_lazy as _

from search.serving import ListingPage


class LecturerIndexPage(ListingPage):
    """The bank: lists every public lecturer from the catalogue, and owns none of them."""

    lists = "lecturer"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "lecturers/lecturer_index_page.html"

    class Meta:
        verbose_name = _("bank of lecturers")
        verbose_name_plural = _("banks of lecturers")
