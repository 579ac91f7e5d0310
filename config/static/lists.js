/* Lists: single keys (j k x Enter ?) for those who switched them on; ticking rows for 批量办理. */
"use strict";

(() => {
  const { composing } = window.desk;

  /* Single keys. */
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => row.querySelector("a, input"));
  const current = (table) => table.querySelector("tr.is-current");
  const go = (table, step) => {
    const rows = rowsOf(table);
    if (!rows.length) return;
    const at = rows.indexOf(current(table));
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    rows.forEach((row) => row.classList.toggle("is-current", row === next));
    (next.querySelector("a[href]") ?? next.querySelector("input")).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: (table) => go(table, 1),
    k: (table) => go(table, -1),
    x: (table) => current(table)?.querySelector("input[type=checkbox]")?.click(),
    Enter: (table, event) => {
      if (!event.target.closest("a, button, summary")) current(table)?.querySelector("a[href]")?.click();
    },
  };
  document.addEventListener("keydown", (event) => {
    const idle = !window.desk.shortcuts || composing(event) || event.ctrlKey || event.altKey || event.metaKey;
    if (idle || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      document.getElementById("shortcuts-help")?.showModal();
      return;
    }
    const table = document.querySelector("table[data-list]");
    const act = keys[event.key];
    if (!table || !act) return;
    if (event.key !== "Enter") event.preventDefault();
    act(table, event);
  });

  /* 批量办理: the buttons say how many rows are ticked for them, and wait until there is one. */
  const bulk = document.querySelector("[data-bulk]");
  if (bulk) {
    const cases = [...document.querySelectorAll("[data-bulk-case]")];
    const whole = bulk.querySelector("[data-bulk-whole]");
    const count = () => {
      const ticked = cases.filter((box) => box.checked);
      bulk.querySelector("[data-bulk-count]").textContent = whole?.checked ? "已选全部" : ticked.length ? `已勾选 ${ticked.length} 件` : "勾选后批量办理";
      bulk.querySelectorAll("[data-bulk-verb]").forEach((button) => {
        const fit = ticked.filter((box) => box.dataset.bulkCase === button.dataset.bulkVerb).length;
        button.disabled = !whole?.checked && !fit;
        button.textContent = button.dataset.label + (fit && !whole?.checked ? `（${fit}）` : "");
      });
    };
    document.addEventListener("change", (event) => {
      if (event.target.matches("[data-bulk-all]")) for (const box of cases) box.checked = event.target.checked;
      if (event.target.matches("[data-bulk-all], [data-bulk-case], [data-bulk-whole]")) count();
    });
    window.addEventListener("pageshow", count);
    count();
  }
})();
