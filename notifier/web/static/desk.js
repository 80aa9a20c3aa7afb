// Every page of the staff. Everything here also works without this file: the keys of the editorial
// desk only press the buttons that stand on the page.

const CARD = ".desk-card";
const TYPING = "input, textarea, select, [contenteditable]";

const cards = () => [...document.querySelectorAll(CARD)];
const current = () => document.activeElement?.closest(CARD) ?? null;

function move(step) {
  const all = cards();
  if (!all.length) return;
  const here = all.indexOf(current());
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  const card = all[Math.min(Math.max(next, 0), all.length - 1)];
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
}

// A key without a card chosen means the first one only when there is just one (a case's page).
function chosen() {
  const all = cards();
  return current() ?? (all.length === 1 ? all[0] : null);
}

function open(card, key) {
  const box = card?.querySelector(`details[data-key="${key}"]`);
  if (!box) return;
  box.open = true;
  box.querySelector(".prepared button, select, input[type=text], textarea")?.focus();
}

// From the list to the form of that case; on the case's own page into the form.
function mend(card) {
  const link = card?.querySelector('a[data-key="e"]');
  if (link) return link.click();
  document.querySelector(".edit-form input:not([type=hidden]), .edit-form textarea")?.focus();
}

function help() {
  const box = document.getElementById("keys");
  if (!box) return;
  box.open = !box.open;
  box.querySelector("summary").focus();
}

const DEEDS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => chosen()?.querySelector('button[data-key="a"]')?.click(),
  q: () => open(chosen(), "q"),
  h: () => open(chosen(), "h"),
  r: () => open(chosen(), "r"),
  e: () => mend(chosen()),
  z: () => document.querySelector('button[data-key="z"]')?.click(),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest?.(TYPING) && event.target.type !== "checkbox") return;
  const deed = DEEDS[event.key.toLowerCase()];
  if (!deed) return;
  event.preventDefault();
  deed();
});

// Several forms stand on one page, and one button sends only its own. What was typed into another
// one would be gone without a word.
const WORDS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
const LOST = "書きかけのところがあります。続けると、書いたものは消えます。続けますか。";

function touched(box) {
  if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
  return "defaultValue" in box && box.type !== "hidden" && box.value !== box.defaultValue;
}

function halfWritten(form) {
  const boxes = form.matches(".edit-form") ? [...form.elements] : [...form.querySelectorAll(WORDS)];
  return "unsaved" in form.dataset || boxes.some(touched);
}

// A double press must not send twice; the server would refuse the second, but kindly.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const others = [...document.forms].filter((one) => one !== form && one.method === "post");
  if (form.dataset.sent || (others.some(halfWritten) && !window.confirm(LOST))) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
// A link or a closed window takes it too; the browser asks in its own words.
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.forms];
  const isSent = forms.some((one) => one.dataset.sent);
  if (!isSent && forms.some((one) => one.matches(".edit-form") && halfWritten(one)))
    event.preventDefault();
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The number of ticked items stands on the button that acts.
function count() {
  for (const button of document.querySelectorAll("button[data-count-of]")) {
    const ticked = `input[name="${button.dataset.countOf}"]:checked`;
    const number = button.form.querySelectorAll(ticked).length;
    button.textContent = button.dataset.said.replace("{}", number);
  }
}
document.addEventListener("change", count);
window.addEventListener("pageshow", count);
