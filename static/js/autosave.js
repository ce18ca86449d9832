/* In the editor's forms, Wagtail saves by itself while somebody writes. A button pressed meanwhile waits for that save:
   sent beside the one that makes a page, it would make the page again and be refused, since the address is taken. */
const LONGEST = 5000;
const ENDS = ["w-autosave:success", "w-autosave:error"];

let saving = false;
let leaving = false;

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

function afterTheSave(act) {
  const done = new AbortController();
  const once = () => {
    if (done.signal.aborted) return;
    done.abort();
    saving = false;
    act();
  };
  for (const end of ENDS) document.addEventListener(end, once, { signal: done.signal });
  setTimeout(once, LONGEST);
}

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else saving = true;
});
for (const end of ENDS) document.addEventListener(end, () => (saving = false));

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-edit-form]")) return;
    const pressedAgain = leaving && saving;
    leaving = true;
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!pressedAgain) afterTheSave(() => send(form, event.submitter));
  },
  true,
);
