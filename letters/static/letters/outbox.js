/* Batch issue: one request a letter, so that each stands by itself; the bar moves, refusals stay in their row. */
(() => {
  "use strict";
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const issue = async (row) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
    try {
      const answer = await fetch(row.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      return answer.ok ? { number: said.number } : { error: said.error };
    } catch {
      return { error: "网络中断，未制发，请重试。" };
    }
  };
  const run = async (box) => {
    const rows = [...box.querySelectorAll("tbody tr")].filter((row) => row.querySelector("input").checked);
    const status = box.querySelector("[data-batch-status]");
    if (!rows.length) {
      status.textContent = "请先勾选要制发的文书。";
      return;
    }
    const bar = box.querySelector("progress");
    const button = box.querySelector("[data-batch-start]");
    button.disabled = true;
    bar.hidden = false;
    bar.max = rows.length;
    let failed = 0;
    for (const [index, row] of rows.entries()) {
      status.textContent = `正在制发第 ${index + 1} 件，共 ${rows.length} 件`;
      const result = await issue(row);
      row.querySelector("[data-result]").textContent = result.error ?? `已制发 ${result.number}`;
      row.classList.toggle("is-failed", Boolean(result.error));
      if (result.error) failed += 1;
      else row.querySelector("input").remove();
      bar.value = index + 1;
    }
    status.textContent = `制发完成：成功 ${rows.length - failed} 件，未成功 ${failed} 件。刷新页面后可以合并打印。`;
    button.disabled = false;
  };
  document.addEventListener("click", (event) => {
    const start = event.target.closest("[data-batch-start]");
    if (start) run(start.closest("[data-batch]"));
  });
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-batch-all], [data-tick-all]");
    if (!all) return;
    const scope = all.closest("[data-batch], form");
    scope.querySelectorAll("tbody input[type=checkbox]").forEach((box) => (box.checked = all.checked));
  });
})();
