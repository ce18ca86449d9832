from typing import Any

from wagtail.permissions import ModelPermissionPolicy

from people.models import Person
from people.querysets import PersonQuerySet


class PersonPermissionPolicy(ModelPermissionPolicy):
    """The usual permissions, each for the persons whom the account may see."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Person) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Person) -> bool:
        return bool(self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> PersonQuerySet:
        persons = Person.objects.for_user(user)
        return persons if self.user_has_any_permission(user, actions) else persons.none()
