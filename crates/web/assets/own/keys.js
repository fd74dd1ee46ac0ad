// Keys for lists, and small comforts. Everything works without this file.
"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("js");
  const kept = "tovholder-keys";
  const lettersOn = () => localStorage.getItem(kept) !== "off";

  // Rows can be walked with j and k; Enter opens the row's case beside the list.
  const rows = () => Array.from(document.querySelectorAll("tr.line"));
  const at = () => rows().findIndex((row) => row.classList.contains("at"));

  function go(step) {
    const all = rows();
    if (all.length === 0) return;
    const now = at();
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
    all.forEach((row) => row.classList.remove("at"));
    all[next].classList.add("at");
    const link = all[next].querySelector("a.verb");
    if (link) link.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }

  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !lettersOn()) return;
    const search = document.querySelector("input[type=search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "j") {
      go(1);
    } else if (event.key === "k") {
      go(-1);
    } else if (event.key === "o") {
      const row = rows()[at()];
      const link = row && row.querySelector("a.case-link");
      if (link) link.click();
    }
  });

  // The row whose case stands beside the list is marked, and the panel gets its column.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-case]");
    if (!link) return;
    const list = document.querySelector(".day");
    if (list) list.classList.add("with-case");
    rows().forEach((row) => {
      row.classList.toggle("chosen", row.dataset.case === link.dataset.case);
      row.classList.remove("at");
    });
    link.closest("tr").classList.add("at");
  });

  // A filter chosen with the pointer takes effect at once. With the keyboard one walks through the choices, so nothing
  // moves until the button beside them is pressed.
  let byPointer = false;
  document.addEventListener("pointerdown", () => { byPointer = true; });
  document.addEventListener("keydown", () => { byPointer = false; });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && byPointer) form.requestSubmit();
  });

  // Single letters can be switched off: screen readers and speech input use them too.
  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-keys]");
    if (!control) return;
    localStorage.setItem(kept, lettersOn() ? "off" : "on");
    show();
  });
  function show() {
    document.querySelectorAll("[data-keys]").forEach((control) => {
      control.setAttribute("aria-pressed", String(lettersOn()));
    });
  }
  show();
})();
