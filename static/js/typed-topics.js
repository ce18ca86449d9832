/* What stands in a topic field, typed and not chosen, is sent with the form, which says what is no topic. Wagtail's
   field takes it when it is left, but not while its list is open. */
function take(event) {
  for (const typed of event.target.querySelectorAll(".tagit-new input")) {
    window.jQuery(typed.closest(".tagit").previousElementSibling).tagit("createTag", typed.value);
  }
}

document.addEventListener("submit", take, true);
