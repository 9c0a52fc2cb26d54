"use strict";
const root = document.documentElement;
function show(language) {
  root.lang = language;
  document.title = root.dataset[language];
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => show(button.dataset.language));
}
show(new URLSearchParams(location.search).get("lang") === "en" || location.hash === "#en" ? "en" : "sv");
