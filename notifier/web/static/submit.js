// Counts full-width characters while typing; the form works the same without it.
const wide = /[^\u0020-\u007e\uff61-\uff9f]/u;

function width(text) {
  let halves = 0;
  for (const letter of text.replaceAll("\n", "")) halves += wide.test(letter) ? 2 : 1;
  return Math.ceil(halves / 2);
}

for (const box of document.querySelectorAll("[data-count]")) {
  const limit = Number(box.dataset.count);
  const line = document.createElement("p");
  line.className = "help";
  line.setAttribute("aria-live", "polite");
  box.after(line);
  const show = () => {
    const now = width(box.value);
    const over = now - limit;
    line.textContent =
      over > 0
        ? `全角${now}文字（通信の目安より${over}文字長いです）`
        : `全角${now}文字（目安は${limit}文字まで）`;
  };
  box.addEventListener("input", show);
  show();
}
