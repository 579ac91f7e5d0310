/* The frame: notices, dialogs, menus, large text, copying, global search key, and what htmx does when an answer is bad.
   Other scripts use window.desk = {toast, meta, onReady}. */
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const onReady = (act) => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", act) : act());
  // While a syllable is being composed, keys belong to the input method (229 is what old kernels report).
  const composing = (event) => event.isComposing || event.keyCode === 229;

  const toast = (text, kind = "info", seconds = 8) => {
    const note = document.createElement("div");
    note.className = `notice notice-${kind}`;
    const body = document.createElement("div");
    body.className = "notice-body";
    body.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.setAttribute("aria-label", "关闭提示");
    close.addEventListener("click", () => note.remove());
    note.append(body, close);
    document.getElementById("toasts")?.append(note);
    if (seconds) setTimeout(() => note.remove(), seconds * 1000);
  };

  window.desk = { toast, meta, onReady, composing };

  /* Switches that a person keeps: large text (cookie too, so that the server sends the class), single keys. */
  const remember = (name, on) => {
    try {
      localStorage.setItem(name, on ? "1" : "0");
    } catch {
      toast("浏览器不允许保存设置，本次有效。");
    }
  };
  const recall = (name) => {
    try {
      return localStorage.getItem(name) === "1";
    } catch {
      return false;
    }
  };
  const showState = (selector, on) =>
    document.querySelectorAll(selector).forEach((button) => {
      button.setAttribute("aria-pressed", String(on));
      const state = button.querySelector("[data-state]");
      if (state) state.textContent = on ? "已开启" : "已关闭";
    });
  const setLargeText = (on) => {
    root.classList.toggle("large-text", on);
    remember("large-text", on);
    document.cookie = `large_text=${on ? 1 : 0};path=/;max-age=31536000;samesite=lax`;
    showState("[data-large-text]", on);
  };
  const setShortcuts = (on) => {
    remember("shortcuts", on);
    window.desk.shortcuts = on;
    showState("[data-shortcuts]", on);
  };
  window.desk.shortcuts = recall("shortcuts");
  if (recall("large-text")) root.classList.add("large-text");

  /* Dialogs. */
  const openDialog = (dialog) => {
    if (dialog && !dialog.open) dialog.showModal();
  };
  const sheet = () => document.getElementById("sheet");
  const openSheet = (title) => {
    const dialog = sheet();
    dialog.querySelector("#sheet-title").textContent = title || "详情";
    const body = dialog.querySelector("#sheet-body");
    body.textContent = "正在读取…";
    openDialog(dialog);
    return body;
  };
  const loadSheet = (link) => {
    openSheet(link.dataset.sheet);
    const tellElsewhere = () => {}; // htmx:sendError and htmx:responseError below speak to the person
    window.htmx.ajax("GET", link.href, { target: "#sheet-body", swap: "innerHTML", source: link }).catch(tellElsewhere);
  };
  const frameSheet = (link) => {
    const frame = document.createElement("iframe");
    frame.className = "preview-frame";
    frame.title = link.dataset.sheetFrame;
    frame.src = link.href;
    openSheet(link.dataset.sheetFrame).replaceChildren(frame);
  };

  const copy = async (id) => {
    const source = document.getElementById(id);
    const rows = [...source.querySelectorAll(":scope > div")];
    const text = rows.length
      ? rows.map((row) => `${row.querySelector("dt").textContent}：${row.querySelector(".typed-value").textContent}`).join("\n")
      : (source.value ?? source.textContent);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Intranet sites without TLS have no clipboard interface; the old command still works there.
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "visually-hidden";
      source.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    toast("已复制。");
  };

  const clicks = {
    "[data-dismiss]": (button) => button.closest(".notice").remove(),
    "[data-dialog-open]": (button) => openDialog(document.getElementById(button.dataset.dialogOpen)),
    "[data-dialog-close]": (button) => button.closest("dialog").close(),
    "[data-copy]": (button) => copy(button.dataset.copy),
    "[data-large-text]": () => setLargeText(!root.classList.contains("large-text")),
    "[data-shortcuts]": () => setShortcuts(!window.desk.shortcuts),
    "[data-nav-toggle]": (button) => {
      const open = document.querySelector("[data-nav]").classList.toggle("is-open");
      button.setAttribute("aria-expanded", String(open));
    },
    "[data-fill]": (button) =>
      [button.dataset.fill, button.dataset.fillAlso].filter(Boolean).forEach((pair) => {
        const cut = pair.indexOf("=");
        document.getElementById(pair.slice(0, cut)).value = pair.slice(cut + 1);
      }),
    "[data-print]": () => window.print(),
  };
  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(clicks)) {
      const hit = event.target.closest(selector);
      if (hit) act(hit);
    }
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    const link = event.target.closest("a[data-sheet], a[data-sheet-frame]");
    if (link && sheet() && !modified) {
      event.preventDefault();
      (link.hasAttribute("data-sheet-frame") ? frameSheet : loadSheet)(link);
    }
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const search = document.querySelector("[data-global-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
      search.dispatchEvent(new Event("desk:palette"));
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });
  // Enter that ends a composition must not send the search.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && composing(event) && event.target.matches("[data-global-search]")) event.preventDefault();
  });

  /* htmx: a session that ended leads to the sign-in page, a lost network says so; 409 and 422 are swapped by its settings. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const landed = new URL(event.detail.xhr.responseURL || location.href, location.href);
    if (meta("sign-in") && landed.pathname === meta("sign-in") && location.pathname !== landed.pathname) {
      event.detail.shouldSwap = false;
      location.assign(`${meta("sign-in")}?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  });
  document.addEventListener("htmx:sendError", () => {
    if (sheet()?.open) sheet().close();
    toast("网络中断，内容已保存在本机。恢复后请再试一次。", "warning", 0);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const id = event.detail.xhr.getResponseHeader("X-Request-Id");
    const reasons = { 403: "没有权限办理这一事项。", 404: "没有找到，或者您无权查看。" };
    if (sheet()?.open) sheet().close();
    toast(`${reasons[event.detail.xhr.status] ?? "操作没有完成，请稍后再试。"}${id ? `（故障编号 ${id}）` : ""}`, "error", 0);
  });

  onReady(() => {
    setLargeText(root.classList.contains("large-text"));
    showState("[data-shortcuts]", window.desk.shortcuts);
    document.querySelectorAll("dialog[data-open]").forEach(openDialog);
    document.querySelector("[data-error-summary]")?.focus();
  });
})();
