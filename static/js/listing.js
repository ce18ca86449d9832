/* Renews a list in place when it is asked something else; without this module links and form work as they stand. */
const form = document.querySelector("main form.search");
const said = document.getElementById("said");
let shown = location.search;
let asking = new AbortController();

/* The words as they stand and `box`, on top of what was asked last: the boxes may still show what was asked before. */
function wanted(box) {
  const { value: words } = form.elements.q;
  const kept = [...new URLSearchParams(shown)].filter(
    ([name, value]) => name !== "q" && name !== "cursor" && !(name === box?.name && value === box.value),
  );
  const query = new URLSearchParams(words ? [["q", words], ...kept] : kept);
  if (box?.checked) query.append(box.name, box.value);
  return query.size ? `?${query}` : "";
}

function same(element) {
  const { name, value } = element;
  return name && value && document.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
}

function renew(page) {
  const before = document.activeElement;
  const open = [...document.querySelectorAll(".facet details[open] input")].map((box) => box.name);
  for (const part of ["filters-open", "filters", "results", "languages"].map((id) => document.getElementById(id)).filter(Boolean)) {
    part.replaceChildren(...page.getElementById(part.id).childNodes);
  }
  for (const details of document.querySelectorAll(".facet details")) {
    details.open ||= open.includes(details.querySelector("input").name);
  }
  const title = document.getElementById("results-title");
  if (!before.isConnected) (same(before) || title).focus();
  said.textContent = title.textContent;
  document.title = page.title;
}

async function show(search) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  shown = search;
  form.elements.q.value = new URLSearchParams(search).get("q") ?? "";
  document.getElementById("results").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.pathname + search, { headers: { Accept: "text/html" }, signal });
    renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
    document.getElementById("results").removeAttribute("aria-busy");
  } catch {
    if (!signal.aborted) location.reload();
  }
}

function ask(search) {
  history.pushState(null, "", location.pathname + search + location.hash);
  show(location.search);
}

document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target.type === "checkbox") ask(wanted(event.target));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('#results a[href^="?"]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask(link.search);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = "results";
  ask(wanted());
  document.getElementById("results-title").focus();
});

window.addEventListener("popstate", () => {
  if (location.search !== shown) show(location.search);
});

document.documentElement.classList.add("enhanced");
