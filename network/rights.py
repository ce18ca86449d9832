"""What somebody is offered to do with a page: what Wagtail would let them, less what the gate refuses."""

from wagtail.models import PagePermissionTester

from network.roles import only_translates


class Rights(PagePermissionTester):
    """Asked for every row of a list, so the database is asked only where a translator's right is the only one."""

    def can_copy(self) -> bool:
        return bool(super().can_copy()) and not self._is_no_translation()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Translators delete nothing; Wagtail would let them delete every draft."""
        return bool(super().can_delete(ignore_bulk)) and not self._only_changes()

    def can_view_revisions(self) -> bool:
        return bool(super().can_view_revisions()) and self._has_any() and not self._is_no_translation()

    def _has_any(self) -> bool:
        return self.user.is_superuser or bool(getattr(self, "permissions", None))

    def _only_changes(self) -> bool:
        return not self.user.is_superuser and self.permissions == {"change"}

    def _is_no_translation(self) -> bool:
        return self._only_changes() and only_translates(self.user, self.page)
