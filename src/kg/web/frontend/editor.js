// The SPARQL page with scripts: YASGUI in place of the plain form, asking this site alone.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { NamedTable } from "./table.js";

const place = document.getElementById("editor");
const form = document.getElementById("plain");
const endpoint = new URL(place.dataset.endpoint, location.href).href;
const prefixes = JSON.parse(place.dataset.prefixes);
const terms = fetch(place.dataset.terms).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
terms.catch((why) => console.warn(`No completion of names: ${why}`));

// --- completion: our own terms instead of those that the library would fetch from the web ------------------

const { Yasqe, Yasr } = Yasgui;

for (const [name, list] of [["class", "classes"], ["property", "properties"]]) {
  Yasqe.forkAutocompleter(name, {
    name: `our-${name}`,
    bulk: true,
    persistenceId: null,
    get: () => terms.then((found) => found[list].map((term) => term.iri)),
  });
}
Yasqe.forkAutocompleter("prefixes", {
  name: "our-prefixes",
  persistenceId: null,
  get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
});

// Configurations are merged with the defaults place by place, so the defaults themselves have to say it.
Yasqe.defaults.autocompleters = ["variables", "our-prefixes", "our-class", "our-property"];

// --- results ----------------------------------------------------------------------------------------------

Yasr.registerPlugin("table", NamedTable);
// What the site refuses it refuses with a sentence, as a problem in JSON (RFC 9457).
Yasr.defaults.errorRenderers = [async (error) => {
  const told = document.createElement("p");
  try {
    told.textContent = JSON.parse(error.text).detail;
  } catch {
    return undefined;
  }
  return told;
}];

// --- the editor -------------------------------------------------------------------------------------------

const pageWith = (query) => `${new URL(place.dataset.page, location.href).href}?query=${encodeURIComponent(query)}`;
Yasgui.Tab.prototype.getShareableLink = function getShareableLink() { return pageWith(this.getQuery()); };

const area = document.getElementById("query");
place.hidden = false;
document.getElementById("editor-note").hidden = false;
form.hidden = true;

const yasgui = new Yasgui(place, {
  autofocus: false, // the page begins at its beginning, for those who read it aloud
  persistenceId: "cpkg",
  populateFromUrl: false,
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [], keys: [] },
  requestConfig: { endpoint, method: "POST" },
  yasqe: {
    value: area.value,
    prefixCcApi: null,
    resizeable: true,
    editorHeight: "20rem",
    // Tab leaves the editor, as everywhere on a page; who cannot use a mouse is not to be trapped in it.
    extraKeys: { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false },
  },
  yasr: { prefixes, maxPersistentResponseSize: 0, defaultPlugin: "table", pluginOrder: ["table", "response"] },
});

const open = (query, name) => {
  const same = Object.values(yasgui._tabs).find((tab) => tab.getPersistedJson().yasqe.value === query);
  if (same) same.select();
  else yasgui.addTab(true, { name, yasqe: { value: query }, requestConfig: { endpoint } });
  named();
};

// The library names neither the field nor the settings; who hears the page needs both.
function named() {
  for (const field of place.querySelectorAll(".CodeMirror textarea, .CodeMirror [contenteditable]")) {
    field.setAttribute("aria-label", "SPARQL query");
  }
  // What stands in a list of tabs has to be a tab, and arrow keys lead to it as to the others.
  for (const button of place.querySelectorAll(".addTab")) button.setAttribute("role", "tab");
  for (const part of place.querySelectorAll(".CodeMirror-scroll")) part.removeAttribute("tabindex");
}

// A tab of an earlier visit knows the address of the endpoint then; the site may have moved.
for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(endpoint);
yasgui.on("tabAdd", () => setTimeout(named));
yasgui.on("tabSelect", () => setTimeout(named));
if (area.hasAttribute("data-preloaded")) open(area.value, "From a link");
named();

// --- what was cut is said -----------------------------------------------------------------------------------

const notice = document.createElement("p");
notice.className = "note";
notice.setAttribute("role", "status");
place.after(notice);
const watch = (tab) => tab.getYasqe()?.on("queryResponse", (_, answer) => {
  const cut = answer?.headers?.get?.("X-Truncated");
  notice.textContent = cut ? `The answer was cut ${cut}. Ask for less, or page through with LIMIT and OFFSET.` : "";
});
const watched = new WeakSet();
yasgui.on("query", (_, tab) => {
  notice.textContent = "";
  if (!watched.has(tab)) { watched.add(tab); watch(tab); }
});

// --- examples ---------------------------------------------------------------------------------------------

document.getElementById("examples").addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-query]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.dataset.query);
    if (!answer.ok) throw new Error(answer.status);
    open(await answer.text(), link.textContent.trim().slice(0, 40));
    place.scrollIntoView({ block: "start" });
  } catch {
    location.href = link.href; // the site writes the query into the page
  }
});
