/* Ctrl K: beside the search, what can be done on this page and where one can go. Enter without a choice searches, as before. */
"use strict";

window.desk.onReady(() => {
  const field = document.querySelector("[data-global-search]");
  if (!field) return;
  const list = document.createElement("ul");
  list.id = "palette";
  list.className = "palette";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可办理的事项和页面");
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-controls", "palette"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]])
    field.setAttribute(name, value);

  const SOURCES = [["本页", ".page-actions a, .page-actions button:not(:disabled)"], ["前往", ".sidenav a"], ["设置", ".topbar .menu-panel .menu-item"]];
  const label = (node) => {
    const state = node.querySelector("[data-state]")?.textContent;
    const words = (node.querySelector(".nav-label") ?? node).textContent.replace(/\s+/g, " ").trim();
    return state ? words.replace(state, `（${state}）`) : words;
  };
  const commands = () =>
    SOURCES.flatMap(([group, found]) => [...document.querySelectorAll(found)].map((node) => ({ group, node, label: label(node) })));
  let shown = [];
  let active = -1;

  const mark = (index) => {
    active = index;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    list.children[index]?.scrollIntoView({ block: "nearest" });
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `palette-${index}`);
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const run = (index) => {
    const { node } = shown[index];
    field.value = "";
    close();
    node.click();
  };
  const show = () => {
    const words = field.value.trim().toLowerCase();
    shown = commands().filter((command) => command.label.toLowerCase().includes(words));
    list.replaceChildren(
      ...shown.map((command, index) => {
        const row = document.createElement("li");
        row.id = `palette-${index}`;
        row.setAttribute("role", "option");
        const group = document.createElement("span");
        group.className = "palette-group";
        group.textContent = command.group;
        row.append(group, command.label);
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
  field.addEventListener("keydown", (event) => {
    if (window.desk.composing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) show();
      if (shown.length) mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      run(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
});
