/* Renews the bank in place when a filter changes; without this module the form works as it stands. */
const form = document.getElementById("bank");
const said = document.getElementById("bank-said");
let shown = location.search;
let latest = 0;

function wanted() {
  const query = new URLSearchParams(new FormData(form));
  if (!query.get("q")) query.delete("q");
  return query.size ? `?${query}` : "";
}

function renew(page) {
  const open = [...document.querySelectorAll(".facet details")].map((details) => details.open);
  const { name, value } = document.activeElement;
  for (const id of ["filters", "results"]) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).children);
  }
  document.querySelectorAll(".facet details").forEach((details, n) => (details.open ||= open[n]));
  if (name && value) {
    document.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus();
  }
  said.textContent = document.getElementById("results-title").textContent;
}

async function show(search) {
  const turn = ++latest;
  const results = document.getElementById("results");
  shown = search;
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.pathname + search, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return;
    renew(page);
    results.removeAttribute("aria-busy");
  } catch {
    location.reload();
  }
}

function ask() {
  history.pushState(null, "", location.pathname + wanted() + location.hash);
  show(location.search);
}

document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target.type === "checkbox") ask();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = "results";
  ask();
});

window.addEventListener("popstate", () => {
  if (location.search !== shown) show(location.search);
});

document.documentElement.classList.add("enhanced");
