/* A list under a search field, by keyboard: Ctrl K with what can be done here, and words of the library while typing. */
"use strict";

(() => {
  const { composing, onReady } = window.desk;

  /* ``rows(words)`` gives or promises {group, label, run}; Enter without a choice sends the form, as before. */
  const combobox = (field, { id, name, rows }) => {
    const list = document.createElement("ul");
    list.id = id;
    list.className = "palette";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", name);
    field.after(list);
    for (const [key, value] of [["role", "combobox"], ["aria-controls", id], ["aria-autocomplete", "list"], ["aria-expanded", "false"]])
      field.setAttribute(key, value);
    let shown = [];
    let active = -1;
    let asked = 0;

    const mark = (index) => {
      active = index;
      [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
      list.children[index]?.scrollIntoView({ block: "nearest" });
      if (index < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", `${id}-${index}`);
    };
    const close = () => {
      asked += 1;
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const run = (index) => {
      const row = shown[index];
      close();
      row.run();
    };
    const show = async () => {
      asked += 1;
      const mine = asked;
      const found = await rows(field.value.trim());
      if (mine !== asked) return; // typed on, or left, meanwhile
      shown = found;
      list.replaceChildren(
        ...shown.map(({ group, label }, index) => {
          const row = document.createElement("li");
          row.id = `${id}-${index}`;
          row.setAttribute("role", "option");
          if (group) {
            const head = document.createElement("span");
            head.className = "palette-group";
            head.textContent = group;
            row.append(head);
          }
          row.append(label);
          row.addEventListener("mousedown", (event) => event.preventDefault());
          row.addEventListener("click", () => run(index));
          return row;
        }),
      );
      list.hidden = !shown.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      mark(-1);
    };

    field.addEventListener("input", (event) => {
      if (event.isComposing) return;
      if (field.value.trim()) show();
      else close();
    });
    field.addEventListener("compositionend", show);
    field.addEventListener("blur", close);
    field.addEventListener("desk:palette", show);
    field.addEventListener("keydown", async (event) => {
      if (composing(event)) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) await show();
        if (shown.length) mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        run(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // a search field would empty itself
        event.stopPropagation();
        close();
      }
    });
  };

  const SOURCES = [["本页", ".page-actions a, .page-actions button:not(:disabled)"], ["前往", ".sidenav a"], ["设置", ".topbar .menu-panel .menu-item"]];
  const labelled = (node) => {
    const state = node.querySelector("[data-state]")?.textContent;
    const words = (node.querySelector(".nav-label") ?? node).textContent.replace(/\s+/g, " ").trim();
    return state ? words.replace(state, `（${state}）`) : words;
  };
  const commands = (field) => (words) =>
    SOURCES.flatMap(([group, found]) =>
      [...document.querySelectorAll(found)].map((node) => ({
        group,
        label: labelled(node),
        run: () => {
          field.value = "";
          node.click();
        },
      })),
    ).filter((command) => command.label.toLowerCase().includes(words.toLowerCase()));

  /* The browser's own list would drop what is not spelled as typed: zfxxgk never shows 政府信息公开. */
  const suggestions = (field) => async (words) => {
    if (!words) return [];
    await new Promise((done) => setTimeout(done, 120));
    if (field.value.trim() !== words) return [];
    try {
      const answer = await fetch(`${field.dataset.suggest}?format=json&q=${encodeURIComponent(words)}`);
      const { suggestions: found } = await answer.json();
      return found.map((word) => ({
        label: word,
        run: () => {
          field.value = word;
          field.form.requestSubmit();
        },
      }));
    } catch {
      return []; // the search itself goes on without
    }
  };

  onReady(() => {
    const search = document.querySelector("[data-global-search]");
    if (search) combobox(search, { id: "palette", name: "可办理的事项和页面", rows: commands(search) });
    document.querySelectorAll("[data-suggest]").forEach((field) => {
      combobox(field, { id: `${field.id}-words`, name: "检索词提示", rows: suggestions(field) });
    });
  });
})();
