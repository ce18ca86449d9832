/* Escape closes a menu in which one stands, or that lies open while one stands nowhere, and leads back to what opened it. */
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".head details[open]");
  const here = document.activeElement;
  if (!menu || event.defaultPrevented || !(here === document.body || menu.contains(here))) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
