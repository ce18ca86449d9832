"""Accounts: Wagtail's screens with one name, and with administrators out of reach of everybody else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.users.views import users

from people.models import User


class IndexView(users.IndexView):
    @cached_property
    def search_fields(self) -> list[str]:
        return ["name", "email"]

    @cached_property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns
        name, address = columns[1:3]
        name.sort_key, address.label = "name", capfirst(User._meta.get_field("email").verbose_name)
        return columns

    def order_queryset(self, queryset: Any) -> Any:
        return super(users.IndexView, self).order_queryset(queryset)


class _ByUser:
    """Tells the form whether an administrator fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc] # of the view beside it
        return {**kwargs, "by_superuser": self.request.user.is_superuser}


class _NotAboveOneself:
    """An administrator's account is changed by administrators only: its password opens everything."""

    object: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc] # of the view beside it


class CreateView(_ByUser, users.CreateView):
    pass


class EditView(_ByUser, _NotAboveOneself, users.EditView):
    pass
