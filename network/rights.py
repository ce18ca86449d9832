"""What somebody is offered to do with a page: what Wagtail would let them, less what the gate refuses."""

from wagtail.models import PagePermissionTester

from network.roles import only_translates


class Rights(PagePermissionTester):
    """Asked for every row of a list, so the database is asked only where a translator's right is the only one."""

    def can_copy(self) -> bool:
        return bool(super().can_copy()) and not self._translates()

    def can_view_revisions(self) -> bool:
        return bool(super().can_view_revisions()) and self._has_any() and not self._translates()

    def _has_any(self) -> bool:
        return self.user.is_superuser or bool(getattr(self, "permissions", None))

    def _translates(self) -> bool:
        return not self.user.is_superuser and self.permissions == {"change"} and only_translates(self.user, self.page)
