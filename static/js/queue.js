// The queue by keyboard, for those who like it: everything here can be done without. Single keys can be switched off
// (WCAG 2.1.4), never work while something is being typed, and leave Tab and all others alone.
const STORED = "councilsafe-queue-keys";
const rows = [...document.querySelectorAll(".app-queue tbody tr")];
const dialog = document.querySelector("[data-keys-help]");
const opener = document.querySelector("[data-keys-open]");
const toggle = document.querySelector("[data-keys-switch]");
let current = -1;

const areOn = () => {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
};

function switchKeys() {
  try {
    localStorage.setItem(STORED, areOn() ? "off" : "on");
  } catch {
    // Where nothing can be kept they stay on.
  }
  name();
}

function name() {
  toggle.textContent = areOn() ? "Switch single keys off" : "Switch single keys on";
}

function go(step) {
  if (!rows.length) return;
  current = Math.min(Math.max(current + step, 0), rows.length - 1);
  rows.forEach((row, place) => row.classList.toggle("app-queue__current", place === current));
  link().focus();
}

const link = () => rows[current].querySelector(".app-queue__case a");

function tick() {
  const box = current >= 0 && rows[current].querySelector("input[type=checkbox]");
  if (box) box.click();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: tick,
  "/": () => document.querySelector("#id_q").focus(),
  "?": () => dialog.showModal(),
};

function isTyped(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function pressed(event) {
  const key = KEYS[event.key];
  if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!areOn() || dialog.open || isTyped(event.target)) return;
  event.preventDefault();
  key();
}

function follow(event) {
  current = rows.findIndex((row) => row.contains(event.target));
}

if (dialog && opener && toggle) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  toggle.addEventListener("click", switchKeys);
  document.addEventListener("keydown", pressed);
  document.querySelector(".app-queue tbody")?.addEventListener("focusin", follow);
  document.querySelector("[data-tick-all]")?.removeAttribute("hidden");
  document.querySelector("[data-tick-all]")?.addEventListener("click", () => {
    const boxes = rows.map((row) => row.querySelector("input[type=checkbox]")).filter(Boolean);
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => (box.checked = !all));
  });
  name();
}
