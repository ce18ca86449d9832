"""The page on which organisations are found."""

from django.utils.translation import gettext_lazy as _

from search.serving import ListingPage


class NetworkIndexPage(ListingPage):
    """The list of the network's organisations, which own everything that stands beneath them."""

    lists = "organisation"
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1
    template = "network/network_index_page.html"

    class Meta:
        verbose_name = _("list of organisations")
        verbose_name_plural = _("lists of organisations")
