/* Suggests while somebody types in a search box: the combobox of the ARIA Authoring Practices. Without this module,
   without an answer, or where nothing is chosen, the form asks as it stands. Nothing is kept. */
const PAUSE = 150;
const LEAST = 2;

function suggest(form) {
  const input = form.elements.q;
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[role=status]");
  let asking = new AbortController();
  let waiting = 0;

  const options = () => [...list.children];
  const current = () => list.querySelector("[aria-selected=true]");

  function mark(option) {
    current()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(waiting);
    asking.abort();
    mark(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    said.textContent = "";
  }

  function option(found, number) {
    const item = document.createElement("li");
    const label = document.createElement("bdi");
    const type = document.createElement("small");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    label.lang = found.locale;
    label.textContent = found.label;
    type.textContent = list.dataset[found.type] ?? "";
    item.append(label, " ", type);
    item.addEventListener("click", () => location.assign(address(found)));
    return item;
  }

  /* The page of a thing; a value of a facet is added to what the form asks already. */
  function address(found) {
    if (!list.dataset.facets.split(" ").includes(found.type)) return found.url;
    const query = new URLSearchParams(new FormData(form));
    query.delete("q");
    if (!query.getAll(found.type).includes(found.value)) query.append(found.type, found.value);
    return `${form.action}?${query}`;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    mark(null);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = found.length ? `${list.dataset.said} ${found.length}` : "";
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const query = new URLSearchParams({ q: input.value, locale: document.documentElement.lang, fallback: "any" });
    for (const type of list.dataset.types.split(" ")) query.append("type", type);
    try {
      const answer = await fetch(`/api/v1/suggest?${query}`, { signal });
      const { data } = await answer.json();
      if (!signal.aborted && document.activeElement === input) show(data);
    } catch {
      /* A search box without suggestions is a search box all the same. */
    }
  }

  const keys = {
    ArrowDown: () => mark(current()?.nextElementSibling ?? options()[0]),
    ArrowUp: () => mark(current()?.previousElementSibling ?? options().at(-1)),
    Enter: () => current()?.click(),
    Escape: close,
  };

  input.type = "text";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (input.value.trim().length < LEAST) close();
    else waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in keys)) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && input.value.trim().length >= LEAST) ask();
      return;
    }
    if (event.key === "Enter" && !current()) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  form.addEventListener("submit", close);
}

document.querySelectorAll("form.search").forEach(suggest);
