/* A field above a long list of boxes: what is typed leaves those that have it in their label, and what is chosen. The field
   has no name, so it is not sent, and to Wagtail no change. */

/* Words as they are compared: without case, marks and signs; Arabic letters that are written for each other are one. */
function plain(text) {
  const letters = text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "");
  const same = letters.replaceAll("\u0649", "\u064a").replaceAll("\u0629", "\u0647");
  return same.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/* And as they begin without the Arabic article, if enough remains. */
const bare = (text) => ` ${plain(text)}`.replace(/ \u0627\u0644(?=\S{3})/g, " ");

class Boxes extends window.StimulusModule.Controller {
  static values = { find: String, found: String, nothing: String };

  /* Once, also if the list is in a row that is moved. */
  initialize() {
    const list = this.element.firstElementChild;
    const label = document.createElement("label");
    this.field = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
    this.field.setAttribute("aria-describedby", `${list.id}-label`);
    this.field.addEventListener("input", () => this.show());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    label.append(this.findValue, this.field);
    list.before(label, this.said);
    this.rows = [...list.children];
  }

  show() {
    const typed = this.field.value;
    let count = 0;
    for (const row of this.rows) {
      const fits = [plain, bare].some((form) => form(row.textContent).includes(form(typed)));
      row.hidden = !fits && !row.querySelector(":checked");
      count += fits;
    }
    const found = count ? this.foundValue.replace("%(count)s", count) : this.nothingValue;
    this.said.textContent = typed.trim() && found;
  }

  press(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") this.field.value = "";
    this.show();
  }
}

window.wagtail.app.register("boxes", Boxes);
