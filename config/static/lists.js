/* Lists: ticking for bulk actions, and single keys (j k x Enter ?) for those who switched them on. */
"use strict";

(() => {
  const { onReady, composing } = window.desk;

  /* Ticking. The hidden field `scope` says whether the ticked rows or all rows behind the filter are meant. */
  const boxes = (scope) => [...scope.querySelectorAll("tbody input[type=checkbox]")];
  const refresh = (bar) => {
    const form = bar.closest("form") ?? document;
    const all = boxes(form);
    const ticked = all.filter((box) => box.checked);
    const scope = bar.querySelector("[name=scope]");
    const head = bar.querySelector("[data-tick-all]");
    const takeAll = bar.querySelector("[data-take-all]");
    const whole = all.length > 0 && ticked.length === all.length;
    if (!whole) scope.value = "ticked";
    const every = scope.value === "all";
    head.checked = whole;
    head.indeterminate = ticked.length > 0 && !whole;
    takeAll.hidden = !whole || every || Number(bar.dataset.total) <= all.length;
    const count = every ? Number(bar.dataset.total) : ticked.length;
    bar.querySelector("[data-ticked]").textContent = count ? `已选 ${count} 件` : "未勾选";
    bar.querySelectorAll("[data-needs-tick]").forEach((button) => (button.disabled = !count));
    all.forEach((box) => box.closest("tr").classList.toggle("is-ticked", box.checked));
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form") ?? document;
    const bar = form.querySelector("[data-bulk]");
    if (!bar) return;
    if (event.target.matches("[data-tick-all]")) boxes(form).forEach((box) => (box.checked = event.target.checked));
    refresh(bar);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-all]");
    if (!button) return;
    const bar = button.closest("[data-bulk]");
    bar.querySelector("[name=scope]").value = "all";
    refresh(bar);
    bar.querySelector("[data-needs-tick]")?.focus();
  });
  onReady(() => document.querySelectorAll("[data-bulk]").forEach(refresh));

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
})();
