/* Forms: never lose what was typed, never send it twice.
   A form marked data-autosave="key" keeps a draft per person in this browser. The draft goes when the server says 办成了 (a success
   message), when the person clears it, or after a week; a lost session, a fault page or a broken network leaves it alone. */
"use strict";

(() => {
  const { toast, meta, onReady } = window.desk;
  const WEEK = 7 * 24 * 3600 * 1000;
  const PREFIX = "draft:";
  const PENDING = "pending-drafts";

  const keyOf = (form) => `${PREFIX}${meta("staff")}:${form.dataset.autosave}`;
  const read = (store, key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };

  /* What a draft holds: named fields that a person fills; never passwords, files, tokens or fields marked data-no-autosave. */
  const keepable = (field) =>
    field.name &&
    field.name !== "csrfmiddlewaretoken" &&
    !["password", "file", "hidden", "submit", "button", "reset", "image"].includes(field.type) &&
    !field.closest("[data-no-autosave]");
  const fieldsOf = (form) => [...form.elements].filter(keepable);
  const valueOf = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    return field.multiple && field.options ? [...field.selectedOptions].map((option) => option.value) : field.value;
  };
  const slot = (field) => (["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
  const snapshot = (form) => {
    const seen = {};
    const values = {};
    for (const field of fieldsOf(form)) {
      const name = slot(field);
      seen[name] = (seen[name] ?? -1) + 1;
      values[`${name}#${seen[name]}`] = valueOf(field);
    }
    return values;
  };
  const pour = (form, values) => {
    const seen = {};
    for (const field of fieldsOf(form)) {
      const name = slot(field);
      seen[name] = (seen[name] ?? -1) + 1;
      const value = values[`${name}#${seen[name]}`];
      if (value === undefined) continue;
      if (typeof value === "boolean") field.checked = value;
      else if (Array.isArray(value)) [...field.options].forEach((option) => (option.selected = value.includes(option.value)));
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  const save = (form) => {
    if (!form.dataset.autosave) return;
    const values = snapshot(form);
    try {
      if (same(values, form.deskInitial)) localStorage.removeItem(keyOf(form));
      else localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
    } catch {
      toast("浏览器存储已满，草稿无法自动保存，请尽快提交。", "warning");
    }
  };

  const notice = (form, at, before) => {
    const note = document.createElement("div");
    note.className = "notice draft-note";
    note.setAttribute("role", "status");
    const body = document.createElement("div");
    body.className = "notice-body";
    const when = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
    body.textContent = `已恢复上次未提交的内容（${when} 保存在本机）`;
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "btn btn-sm btn-outline-primary";
    clear.textContent = "清除";
    clear.addEventListener("click", () => {
      localStorage.removeItem(keyOf(form));
      pour(form, before);
      note.remove();
      fieldsOf(form)[0]?.focus();
    });
    note.append(body, clear);
    form.prepend(note);
  };

  const startAutosave = (form) => {
    if (form.deskInitial) return;
    // A form the server has sent back holds the typed text already; against {} every state of it is worth keeping.
    const rejected = form.hasAttribute("data-bound") || form.querySelector("[data-error-summary], [aria-invalid=true]");
    form.deskInitial = rejected ? {} : snapshot(form);
    const draft = read(localStorage, keyOf(form));
    if (draft && !rejected && Date.now() - draft.at < WEEK && !same(draft.values, form.deskInitial)) {
      const before = form.deskInitial;
      pour(form, draft.values);
      notice(form, draft.at, before);
    }
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(form), 300);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    addEventListener("pagehide", () => {
      if (!form.deskSaved) save(form);
    });
  };

  const settlePending = () => {
    const pending = read(sessionStorage, PENDING) ?? [];
    sessionStorage.removeItem(PENDING);
    if (document.querySelector("[data-saved]")) pending.forEach((key) => localStorage.removeItem(key));
  };
  const dropOldDrafts = () => {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && Date.now() - (read(localStorage, key)?.at ?? 0) > WEEK)
      .forEach((key) => localStorage.removeItem(key));
  };

  /* One click, one sending. The button is disabled after the browser has read it, so its name and value still travel. */
  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[data-was-enabled]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-was-enabled");
      button.removeAttribute("aria-busy");
    });
  };
  const hold = (form) => {
    form.dataset.sending = "1";
    setTimeout(() => {
      if (!form.dataset.sending) return;
      form.querySelectorAll("button:not([type=button]):not(:disabled), input[type=submit]:not(:disabled)").forEach((button) => {
        button.setAttribute("data-was-enabled", "");
        button.setAttribute("aria-busy", "true");
        button.disabled = true;
      });
    }, 0);
    setTimeout(() => release(form), 20000);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-many-times")) return; // it opens a window and stays
    if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.dataset.autosave) {
      save(form);
      form.deskSaved = true;
      const pending = read(sessionStorage, PENDING) ?? [];
      sessionStorage.setItem(PENDING, JSON.stringify([...new Set([...pending, keyOf(form)])]));
    }
    form.deskLeaving = true;
    if (!form.hasAttribute("data-download")) hold(form);
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form") ?? event.detail.elt?.closest?.("form");
    if (!form) return;
    release(form);
    form.deskLeaving = false;
    form.deskSaved = false;
    if (event.detail.successful && event.detail.requestConfig?.verb === "post" && form.dataset.autosave) {
      localStorage.removeItem(keyOf(form));
      form.deskInitial = snapshot(form);
    }
  });

  /* Leaving with text that no draft keeps. */
  addEventListener("beforeunload", (event) => {
    const unsaved = [...document.querySelectorAll("form[data-warn-leave], form[enctype='multipart/form-data']")].some((form) => {
      if (form.deskLeaving) return false;
      if ([...form.querySelectorAll("input[type=file]")].some((field) => field.files.length)) return true;
      return form.hasAttribute("data-warn-leave") && form.deskFirst && !same(snapshot(form), form.deskFirst);
    });
    if (unsaved) event.preventDefault();
  });

  /* data-only-of="unit": the options of this select that carry data-of are offered only for the value of that field. */
  const applyOnlyOf = (select) => {
    const chosen = select.form.elements[select.dataset.onlyOf]?.value;
    [...select.options].forEach((option) => {
      const fits = !option.dataset.of || !chosen || option.dataset.of.split(" ").includes(chosen);
      option.hidden = option.disabled = !fits;
      if (!fits && option.selected) select.value = "";
    });
  };

  /* data-show-when="channel=mail_signed,ems": shown, and its fields sent, only while the named field has one of the values.
     "flag=on" fits a check box. */
  const currentValues = (form, name) =>
    [...form.elements]
      .filter((field) => field.name === name && (!["checkbox", "radio"].includes(field.type) || field.checked))
      .map((field) => field.value);
  const applyShowWhen = (form) => {
    form.querySelectorAll("[data-show-when]").forEach((part) => {
      const [name, list] = part.dataset.showWhen.split("=");
      const shown = currentValues(form, name).some((value) => list.split(",").includes(value));
      part.hidden = !shown;
      part.querySelectorAll("input, select, textarea").forEach((field) => (field.disabled = !shown));
    });
  };

  /* And back: whoever works in one unit only brings that unit along. */
  const bringUnit = (select) => {
    const units = select.selectedOptions[0]?.dataset.of?.split(" ") ?? [];
    const other = select.form.elements[select.dataset.onlyOf];
    if (units.length === 1 && !other.value) other.value = units[0];
  };

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("select[data-only-of]")) bringUnit(field);
    if (field.form?.querySelector("[data-show-when]")) applyShowWhen(field.form);
    field.form?.querySelectorAll("select[data-only-of]").forEach(applyOnlyOf);
    if (field.matches("[data-phrases-for]") && field.value) insertPhrase(field);
    if (field.matches("[data-upload] input[type=file]")) listFiles(field);
    if (field.matches("[data-submit-on-change]")) field.form.requestSubmit();
  });

  const insertPhrase = (select) => {
    const area = document.getElementById(select.dataset.phrasesFor);
    area.setRangeText(select.value, area.selectionStart, area.selectionEnd, "end");
    select.value = "";
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const listFiles = (input) => {
    const box = input.closest("[data-upload]");
    const limit = Number(box.dataset.maxMb || 0) * 1024 * 1024;
    const lines = [...input.files].map((file) => {
      const line = document.createElement("li");
      const heavy = limit && file.size > limit;
      const size = file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
      line.textContent = `${file.name}（${size}）${heavy ? "：超过大小限制，请压缩后重新选择" : ""}`;
      line.classList.toggle("field-errors", Boolean(heavy));
      return line;
    });
    box.querySelector("[data-upload-list]").replaceChildren(...lines);
    const tooHeavy = limit && [...input.files].some((file) => file.size > limit);
    input.setCustomValidity(tooHeavy ? "文件超过大小限制" : "");
  };

  const prepare = (scope) => {
    scope.querySelectorAll("form").forEach((form) => {
      if (form.querySelector("[data-show-when]")) applyShowWhen(form);
      form.querySelectorAll("select[data-only-of]").forEach(applyOnlyOf);
      if (form.dataset.autosave) startAutosave(form);
      if (form.hasAttribute("data-warn-leave")) form.deskFirst ??= snapshot(form);
    });
  };
  onReady(() => {
    dropOldDrafts();
    settlePending();
    prepare(document);
  });
  document.addEventListener("htmx:load", (event) => {
    const scope = event.detail.elt;
    prepare(scope.matches?.("form") && scope.parentElement ? scope.parentElement : scope);
  });

  /* Wording handed over by the case library goes to the end of its field; the draft keeper hears of it as of typing. */
  document.addEventListener("insert-text", (event) => {
    const { slot: name, text, title } = event.detail;
    const shown = (id) => [...document.querySelectorAll(`#slots textarea#id_${id}`)];
    const field = shown(name)[0] ?? shown("ground")[0] ?? document.querySelector("#slots textarea");
    if (!field) {
      const chosen = document.getElementById("id_outcome_code")?.value;
      toast(chosen ? "这种答复的文书没有可以写入的栏目，需要时请用“复制”。" : "请先选择答复结果，再引用或者插入。", "warning");
      return;
    }
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    const label = document.querySelector(`label[for="${field.id}"]`)?.firstChild?.textContent ?? "";
    toast(`已把《${title}》写入“${label.trim()}”。`);
  });
})();
