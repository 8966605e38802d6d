// Suggestions under search boxes, and buttons that copy. Every page works without this file.
"use strict";

(() => {
  const live = document.createElement("div");
  live.className = "heard";
  live.setAttribute("role", "status");
  document.body.append(live);

  const say = (text) => {
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 30);
  };

  // --- copying ---------------------------------------------------------------------------------------

  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http has no clipboard of its own
    area.value = text;
    area.className = "heard";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
    return undefined;
  };

  // Citations of paragraphs begin alike; the page has what they share but once.
  for (const button of document.querySelectorAll("button[data-rest]")) {
    const around = button.closest("[data-prefix]");
    button.dataset.copy = (around ? around.dataset.prefix : "") + button.dataset.rest;
  }
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const before = button.dataset.label || button.textContent;
    button.dataset.label = before;
    try {
      await copy(button.dataset.copy);
      button.textContent = "Copied";
      say("Copied");
    } catch {
      button.textContent = "Press Ctrl+C";
      say("Could not copy");
    }
    button.focus();
    setTimeout(() => { button.textContent = before; }, 1800);
  });

  // --- suggestions: a combobox with a list, by the pattern of the ARIA Authoring Practices ---------------

  const attach = (input, number) => {
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    input.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id]]) input.setAttribute(name, value);

    let chosen = -1;
    let asked = 0;
    let timer;

    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (place) => {
      const all = options();
      if (!all.length) return;
      chosen = (place + all.length) % all.length;
      all.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    };
    const go = (option) => {
      if (!("fill" in input.dataset)) { window.location.href = option.dataset.address; return; }
      input.value = decodeURIComponent(option.dataset.address.replace(/^.*?\/page\//, ""));
      close();
    };

    const show = (found) => {
      list.replaceChildren(...found.map((one, at) => {
        const item = document.createElement("li");
        const kind = document.createElement("span");
        item.id = `${list.id}-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.address = one.address;
        kind.className = "soft";
        kind.textContent = ` ${one.kind}`;
        item.append(one.label, kind);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); go(item); });
        return item;
      }));
      chosen = -1;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!!found.length));
      input.removeAttribute("aria-activedescendant");
      if (found.length) say(`${found.length} suggestion${found.length > 1 ? "s" : ""}`);
    };

    const ask = async () => {
      const text = input.value.trim();
      const mine = ++asked;
      if (text.length < 2) { close(); return; }
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
        const found = answer.ok ? await answer.json() : [];
        if (mine === asked && document.activeElement === input) show(found);
      } catch {
        close();
      }
    };

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); asked++; close(); return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { ask(); return; }
        choose(event.key === "ArrowDown" ? chosen + 1 : (chosen < 0 ? -1 : chosen - 1));
      }
      if (event.key === "Enter" && chosen >= 0 && !list.hidden) { event.preventDefault(); go(options()[chosen]); }
    });
  };

  document.querySelectorAll("input[data-suggest]").forEach(attach);
})();
