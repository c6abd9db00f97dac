// Optional improvements of the pages; all pages also work without this script.
"use strict";

const pad = (number) => String(number).padStart(2, "0");
const minute = (at) =>
  `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`;

/** The browser's time zone in its short form, such as GMT+1. */
const zone = () =>
  new Intl.DateTimeFormat(undefined, { timeZoneName: "short" })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName").value;

/** Shows times in the browser's time zone, with the same width as before; UTC stays on hover. */
function local(root) {
  const here = zone();
  for (const time of root.querySelectorAll("time:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.dataset.local = "";
    if (time.classList.contains("ago")) {
      time.title = `${minute(at)} ${here}, ${time.title}`;
    } else {
      time.textContent = minute(at);
    }
  }
  for (const name of root.querySelectorAll(".zone")) {
    name.textContent = here;
    name.title = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/** All bars of the chart are one stop of the Tab key; the arrow keys, Home and End move between them. */
function bars(root) {
  for (const group of root.querySelectorAll("[data-bars]")) {
    const links = [...group.querySelectorAll("a")];
    const stop = (chosen) => links.forEach((link) => link.setAttribute("tabindex", link === chosen ? "0" : "-1"));
    stop(links[0]);
    group.addEventListener("keydown", (event) => {
      const at = links.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (at < 0 || links[to] === undefined) return;
      event.preventDefault();
      stop(links[to]);
      links[to].focus();
    });
  }
}

/** A select field submits the filter at once, a text field when Enter is pressed. */
function filters(root) {
  for (const form of root.querySelectorAll("form[data-filter]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      for (const field of form.elements) field.disabled = field.name !== "" && field.value === "";
    });
  }
  for (const form of root.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.querySelector("button").setAttribute("aria-disabled", "true");
    });
  }
}

function dress(root) {
  local(root);
  bars(root);
  filters(root);
}

/** Replaces the content by the current one, unless the user has a focus or a selection in it. */
async function renew() {
  const main = document.querySelector("main[data-live]");
  const busy = () => document.hidden || main.contains(document.activeElement) || !getSelection().isCollapsed;
  if (!main || busy()) return;
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (busy()) return;
  document.title = page.title;
  for (const part of ["main", ".asof"]) {
    const now = document.querySelector(part);
    now.replaceChildren(...page.querySelector(part).childNodes);
    dress(now);
  }
}

dress(document);

// Back from another page: enable forms that were submitted, so that they can be submitted again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    form.querySelector("button")?.removeAttribute("aria-disabled");
    for (const field of form.elements) field.disabled = false;
  }
});

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const find = document.querySelector("main [data-find]") ?? document.querySelector("[data-find]");
  if (find) {
    event.preventDefault();
    find.focus();
    find.select();
  }
});

// A failed refresh is ignored: the next one follows within a minute.
const renewed = () => renew().catch(() => {});
setInterval(renewed, 60_000);
document.addEventListener("visibilitychange", renewed);
