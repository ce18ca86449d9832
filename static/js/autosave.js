/* In the editor's forms, Wagtail saves by itself while somebody writes. A button pressed meanwhile waits for that save:
   sent beside the one that makes a page, it would make the page again and be refused, since the address is taken.
   No save follows what was pressed. An answer to whoever submitted a page sends the form without an event; the fields
   that are put into the form for it tell. */
const LONGEST = 5000;
const ANSWERED = "[name=action-workflow-action]";
const ENDS = ["w-autosave:success", "w-autosave:error"];

let saving = false;
let leaving = false;
let waiting = () => {};

function send(form, button) {
  if (button?.name) {
    const pressed = document.createElement("input"); // the button itself may be disabled by now, and would not be sent
    pressed.type = "hidden";
    pressed.name = button.name;
    pressed.value = button.value;
    form.append(pressed);
  }
  form.requestSubmit();
}

function saved() {
  saving = false;
  waiting();
  waiting = () => {};
}

function save(event) {
  if (leaving || event.target.querySelector(ANSWERED)) event.preventDefault();
  else saving = true;
}

function submit(event) {
  if (!event.target.matches("[data-edit-form]")) return;
  if (saving) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (saving && !leaving) {
    waiting = () => send(event.target, event.submitter);
    setTimeout(saved, LONGEST);
  }
  leaving = true;
}

document.addEventListener("w-autosave:save", save);
for (const end of ENDS) document.addEventListener(end, saved);
document.addEventListener("submit", submit, true);
