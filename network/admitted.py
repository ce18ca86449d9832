"""The views of the admin that there are for those below the network's editors, and the rule for each.

What does not stand here is refused, so that a view that a new release of Wagtail brings stays closed until somebody
has thought of it: find out how it names what it is about, and put it where it belongs.
"""

from media.models import Document, Image
from network.rules import Rule, asking, bulk, files, freely, original, own, pinged, seen, translation, updated

TABLE: tuple[tuple[Rule, str], ...] = (
    (
        freely,
        """
        wagtailadmin_home wagtailadmin_sprite wagtailadmin_javascript_catalog wagtailadmin_dismissibles
        wagtailadmin_login wagtailadmin_logout wagtailadmin_account wagtailadmin_password_reset
        wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete
        wagtail.admin.views.home.default
        wagtailadmin_explore_root wagtailadmin_pages:search wagtailadmin_pages:search_results
        wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results wagtailadmin_api:pages:listing
        wagtailadmin_choose_page wagtailadmin_choose_page_search wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
        wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results
        wagtailadmin_reports:workflow wagtailadmin_reports:workflow_results
        wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results
        wagtailadmin_reports:aging_pages wagtailadmin_reports:aging_pages_results
        wagtail_localize:javascript_catalog translations_report translations_report_results
        zero_results zero_results_results ranking members
        wagtailimages:index wagtailimages:index_results wagtailimages:add wagtailimages:add_multiple
        wagtailimages_chooser:choose wagtailimages_chooser:choose_results wagtailimages_chooser:create
        wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple
        wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results wagtaildocs_chooser:create
        """,
    ),
    (
        asking,
        """
        media_file members_profile wagtailadmin_tag_autocomplete topics_autocomplete topics_merge
        persons:index persons:index_results persons:add persons:edit persons:delete persons:history
        persons:history_results persons:usage persons:inspect persons:choose_text persons:record persons:withdraw
        persons:proof consents:index consents:index_results
        person_chooser:choose person_chooser:choose_results person_chooser:chosen person_chooser:chosen_multiple
        person_chooser:create
        wagtailadmin_editing_sessions:release
        wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple
        wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
        wagtailusers_users:index wagtailusers_users:index_results wagtailusers_users:add wagtailusers_users:edit
        wagtailusers_users:delete
        wagtailsnippets_topics_topic:list wagtailsnippets_topics_topic:list_results wagtailsnippets_topics_topic:add
        wagtailsnippets_topics_topic:edit wagtailsnippets_topics_topic:delete
        """,
    ),
    (
        own("page_id"),
        """
        wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit wagtailadmin_pages:view_draft
        wagtailadmin_pages:usage wagtailadmin_pages:delete wagtailadmin_pages:unpublish
        wagtailadmin_pages:convert_alias wagtailadmin_pages:set_privacy wagtailadmin_pages:lock
        wagtailadmin_pages:unlock wagtailadmin_pages:revisions_index wagtailadmin_pages:revisions_view
        wagtailadmin_pages:revisions_revert wagtailadmin_pages:revisions_unschedule
        wagtailadmin_pages:history wagtailadmin_pages:history_results
        wagtailadmin_pages:workflow_history wagtailadmin_pages:workflow_history_detail
        wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data
        wagtailadmin_pages:confirm_workflow_cancellation wagtailadmin_pages:workflow_preview
        """,
    ),
    (own("0"), "wagtailadmin_pages:revisions_compare"),
    (
        own("parent_page_id"),
        "wagtailadmin_pages:add_subpage wagtailadmin_pages:add wagtailadmin_pages:preview_on_add",
    ),
    (own("=parent_page"), "wagtailadmin_pages:choose_parent"),
    (own("page_id", "=new_parent_page"), "wagtailadmin_pages:copy"),
    (own("page_to_move_id", "=new_parent_page"), "wagtailadmin_pages:move"),
    (own("page_to_move_id", "destination_id"), "wagtailadmin_pages:move_confirm"),
    (own("page_to_move_id"), "wagtailadmin_pages:set_page_position"),
    (bulk, "wagtail_bulk_action"),
    (pinged, "wagtailadmin_editing_sessions:ping"),
    (seen("parent_page_id"), "wagtailadmin_choose_page_child"),
    (seen("?id"), "wagtailadmin_choose_page_chosen_multiple"),
    (original("parent_page_id"), "wagtailadmin_explore wagtailadmin_explore_results"),
    (original("pk"), "wagtailadmin_api:pages:detail"),
    (original("page_id", can="edit"), "submit_page_translation"),
    (updated, "update_translations"),
    (
        translation("edit"),
        """
        wagtail_localize:edit_string_translation wagtail_localize:edit_override wagtail_localize:download_pofile
        wagtail_localize:upload_pofile wagtail_localize:machine_translate wagtail_localize:preview_translation
        """,
    ),
    (translation("publish"), "wagtail_localize:stop_translation"),
    (own("page_id", can="publish"), "wagtail_localize:convert_to_alias"),
    (
        files(Image, "image_id"),
        """
        wagtailimages:edit wagtailimages:delete wagtailimages:preview wagtailimages:image_usage
        wagtailimages:edit_multiple wagtailimages:delete_multiple wagtailimages_chooser:select_format
        """,
    ),
    (files(Image, "pk"), "wagtailimages_chooser:chosen"),
    (files(Image, "?id"), "wagtailimages_chooser:chosen_multiple"),
    (files(Document, "document_id"), "wagtaildocs:edit wagtaildocs:delete wagtaildocs:document_usage"),
    (files(Document, "doc_id"), "wagtaildocs:edit_multiple wagtaildocs:delete_multiple"),
    (files(Document, "pk"), "wagtaildocs_chooser:chosen"),
    (files(Document, "?id"), "wagtaildocs_chooser:chosen_multiple"),
)

ADMITTED: dict[str, Rule] = {name: rule for rule, names in TABLE for name in names.split()}
