"""Who may choose and change the files of which collection: Wagtail's own rule, which it keeps at varying places."""

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from media.models import Document, Image

image_policy = CollectionOwnershipPermissionPolicy(
    Image, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
)
document_policy = CollectionOwnershipPermissionPolicy(
    Document, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
)
