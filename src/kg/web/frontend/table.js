// The answer as a table with names beside IRIs. The library's own table writes style elements into the page,
// which the policy of the site forbids, and shows IRIs alone.

const PAGE = 100;
const NAMED_AT_ONCE = 200;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export class NamedTable {
  static defaults = {};

  label = "Table";

  priority = 10;

  constructor(yasr) {
    this.yasr = yasr;
    this.names = new Map(); // IRI to { label, page }, or null where the site knows none
    this.sorted = null;
    this.words = "";
    this.page = 0;
  }

  canHandleResults() {
    return Boolean(this.yasr.results?.getVariables()?.length);
  }

  download(name) {
    return {
      getData: () => this.yasr.results?.asCsv() || "",
      contentType: "text/csv",
      title: "Download the answer as CSV",
      filename: `${name || "answer"}.csv`,
    };
  }

  draw() {
    this.page = 0;
    this.sorted = null;
    this.words = "";
    this.columns = this.yasr.results.getVariables();
    this.rows = this.yasr.results.getBindings() ?? [];
    this.table = make("table", { className: "answer" });
    this.foot = make("p", { className: "pages" });
    const box = make("div", { className: "tables", tabIndex: 0 }, this.table);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Answer");
    this.yasr.resultsEl.replaceChildren(box, this.foot);
    this.drawFilter();
    this.show();
  }

  destroy() {
    this.yasr.pluginControls.replaceChildren();
  }

  drawFilter() {
    const field = make("input", { type: "search", placeholder: "Filter", className: "answer-filter" });
    field.setAttribute("aria-label", "Filter the rows of the answer");
    field.addEventListener("input", () => {
      this.words = field.value.trim().toLowerCase();
      this.page = 0;
      this.show();
    });
    this.yasr.pluginControls.replaceChildren(field);
  }

  show() {
    const chosen = this.chosen();
    const from = this.page * PAGE;
    const shown = chosen.slice(from, from + PAGE);
    this.table.replaceChildren(this.head(), make("tbody", {}, ...shown.map((row, at) => this.row(row, from + at + 1))));
    this.drawPages(chosen.length);
    this.name(shown);
  }

  chosen() {
    let rows = this.rows;
    if (this.words) {
      const has = (row) => Object.values(row).some((term) => this.text(term).toLowerCase().includes(this.words));
      rows = rows.filter(has);
    }
    if (!this.sorted) return rows;
    const { column, down } = this.sorted;
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const ordered = [...rows].sort((a, b) => compare(this.text(a[column]), this.text(b[column])));
    return down ? ordered.reverse() : ordered;
  }

  text(term) {
    if (!term) return "";
    return `${this.names.get(term.value)?.label ?? ""} ${term.value}`.trim();
  }

  head() {
    const cells = this.columns.map((column) => {
      const sorted = this.sorted?.column === column ? this.sorted : null;
      const button = make("button", { type: "button", textContent: column });
      button.addEventListener("click", () => {
        this.sorted = { column, down: Boolean(sorted && !sorted.down) };
        this.show();
        this.table.querySelector(`th:nth-child(${this.columns.indexOf(column) + 2}) button`).focus();
      });
      const cell = make("th", { scope: "col" }, button);
      if (sorted) cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      return cell;
    });
    const number = make("th", { scope: "col", className: "number" }, make("span", { className: "heard", textContent: "Row" }));
    return make("thead", {}, make("tr", {}, number, ...cells));
  }

  row(row, number) {
    const cells = this.columns.map((column) => make("td", {}, ...this.cell(row[column])));
    return make("tr", {}, make("td", { className: "number soft", textContent: number }), ...cells);
  }

  cell(term) {
    if (!term) return [];
    if (term.type === "uri") return this.thing(term.value);
    if (term.type === "bnode") return [make("code", { textContent: `_:${term.value}` })];
    const note = term["xml:lang"] ? `@${term["xml:lang"]}` : this.type(term.datatype);
    return note ? [term.value, make("small", { className: "soft", textContent: ` ${note}` })] : [term.value];
  }

  type(datatype) {
    return !datatype || /XMLSchema#(string|integer|decimal|double|date|boolean)$/.test(datatype) ? "" : this.short(datatype);
  }

  thing(iri) {
    const known = this.names.get(iri);
    // Only addresses that are http(s) become links: whoever writes data is not to be trusted with more.
    const href = known?.page || (/^https?:\/\//.test(iri) ? iri : "");
    const short = this.short(iri);
    const text = href ? make("a", { href, textContent: known?.label ?? short }) : make("span", { textContent: short });
    text.title = iri;
    return known ? [text, make("small", { className: "soft iri", textContent: ` ${short}` })] : [text];
  }

  short(iri) {
    for (const [prefix, space] of Object.entries(this.yasr.getPrefixes())) {
      if (iri.startsWith(space) && iri.length > space.length) return `${prefix}:${iri.slice(space.length)}`;
    }
    return iri;
  }

  drawPages(all) {
    const last = Math.max(0, Math.ceil(all / PAGE) - 1);
    const from = all ? this.page * PAGE + 1 : 0;
    const said = `Rows ${from} to ${Math.min(all, (this.page + 1) * PAGE)} of ${all}`;
    const turn = (by, words) => {
      const button = make("button", { type: "button", className: "plain", textContent: words });
      button.disabled = this.page + by < 0 || this.page + by > last;
      button.addEventListener("click", () => { this.page += by; this.show(); });
      return button;
    };
    this.foot.replaceChildren(...(last ? [turn(-1, "Before"), ` ${said} `, turn(1, "Next")] : [all ? "" : "No rows."]));
  }

  // Ask the site once for the names of what this page of rows shows, and show them when they come.
  async name(rows) {
    const iris = new Set(rows.flatMap((row) => Object.values(row).filter((t) => t.type === "uri").map((t) => t.value)));
    const wanted = [...iris].filter((iri) => !this.names.has(iri)).slice(0, NAMED_AT_ONCE);
    if (!wanted.length) return;
    wanted.forEach((iri) => this.names.set(iri, null));
    const answer = await fetch(document.getElementById("editor").dataset.labels, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wanted),
    }).catch(() => null);
    if (!answer?.ok) return;
    for (const [iri, known] of Object.entries(await answer.json())) this.names.set(iri, known);
    if (this.table.isConnected) this.show();
  }
}
