"""Rows of the lists that a page holds."""

from wagtail.models import Orderable


class Row(Orderable):
    """One of several on a page, in the order that editors gave them.

    What code has made has no place yet: there the first made stands first. Without that, a database may give them
    in another order each time, and a document that nobody changed would differ.
    """

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]
