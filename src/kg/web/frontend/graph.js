// The drawing of a neighbourhood. The tables of the page say the same and lead the drawing: whoever goes through
// their links with the keyboard sees each thing marked.
import cytoscape from "cytoscape";
import "./graph.css";

const place = document.getElementById("graph");
const card = document.getElementById("graph-card");
const said = document.getElementById("graph-said");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const STEP = 190; // pixels between the rings on which the server puts things
const MARGIN = 70; // pixels for half a name
const NARROW = 760; // pixels of width below which the drawing is larger than its frame, to be moved about
const MOST = 150; // no label can be read where there are more

const marks = new Map([...document.querySelectorAll(".kinds-wanted label")].map((label) => [
  label.querySelector("input").value,
  { colour: label.querySelector("path").getAttribute("fill"), shape: label.dataset.shape, name: label.textContent.trim() },
]));
const own = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const style = () => [
  { selector: "node", style: {
    "background-color": (node) => marks.get(node.data("kind"))?.colour ?? "#999",
    shape: (node) => marks.get(node.data("kind"))?.shape ?? "ellipse",
    "border-width": 1, "border-color": own("--soft"), width: 18, height: 18,
    label: "data(name)", color: own("--ink"), "font-size": 12, "font-family": own("--sans"),
    "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 110,
    "text-outline-width": 2, "text-outline-color": own("--raised"), "text-outline-opacity": 1,
  } },
  { selector: "node[steps = 0]", style: { width: 34, height: 34, "font-size": 15, "font-weight": 700, "border-width": 2 } },
  { selector: "edge", style: {
    width: (edge) => 1 + Math.min(4, Math.log2(edge.data("count"))), "line-color": own("--soft"), "line-opacity": 0.45,
    "target-arrow-color": own("--soft"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier",
  } },
  { selector: "edge[!direct]", style: { "line-opacity": 0.13, width: 1, "target-arrow-shape": "none" } },
  { selector: ".away", style: { opacity: 0.2 } },
  { selector: "edge.near", style: {
    "line-opacity": 0.95, "line-color": own("--accent"), "target-arrow-color": own("--accent"), "target-arrow-shape": "triangle",
    label: "data(words)", "font-size": 11, color: own("--ink"), "font-family": own("--sans"), "text-rotation": "autorotate",
    "text-outline-width": 2, "text-outline-color": own("--raised"),
  } },
  { selector: "node.chosen", style: { "border-width": 4, "border-color": own("--accent") } },
];

let drawing;
let shown; // what was last fetched for the page itself: its parameters are those of the form

const nodeOf = (node) => ({ data: node, position: { x: node.x * STEP, y: node.y * STEP } });
const edgeOf = (centre) => (edge) => ({ data: {
  ...edge,
  id: `${edge.source} ${edge.target}`,
  words: edge.relations.join(", "),
  direct: edge.source === centre || edge.target === centre ? 1 : undefined,
} });

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The site answered ${answer.status}.`);
  return answer.json();
}

async function begin() {
  shown = await read(place.dataset.source);
  place.hidden = false;
  drawing = cytoscape({
    container: document.getElementById("graph-drawing"),
    elements: { nodes: shown.nodes.map(nodeOf), edges: shown.edges.map(edgeOf(shown.about)) },
    style: style(),
    layout: { name: "preset" },
    userZoomingEnabled: false, // the wheel scrolls the page; buttons and pinching zoom
    boxSelectionEnabled: false,
    minZoom: 0.2,
    maxZoom: 3,
  });
  spread(false);
  drawing.on("tap", "node", (event) => choose(event.target, true));
  drawing.on("tap", (event) => { if (event.target === drawing) leave(); });
  dark.addEventListener("change", () => drawing.style(style()));
  document.addEventListener("focusin", (event) => {
    const node = event.target.closest("td a") && nodeFor(event.target);
    if (node) choose(node, false);
  });
  buttons();
}

// Springs from where the server put things: the same picture for everybody. Springs crowd the middle; moving
// each thing half-way to where it would stand if all stood evenly gives names room, and fills the frame.
function spread(animate) {
  drawing.layout({
    name: "cose", randomize: false, animate: false, fit: false, nodeDimensionsIncludeLabels: true, numIter: 800,
    nodeRepulsion: () => 9000, idealEdgeLength: () => 120, edgeElasticity: (edge) => (edge.data("direct") ? 80 : 400),
    gravity: 0.4,
  }).run();
  const wide = Math.max(drawing.width(), NARROW) - 2 * MARGIN;
  const high = Math.max(drawing.height(), wide * 0.56) - MARGIN;
  const xs = evened("x", wide);
  const ys = evened("y", high);
  drawing.layout({
    name: "preset", positions: (node) => ({ x: xs.get(node.id()), y: ys.get(node.id()) }), fit: false,
    animate: animate && !calm, animationDuration: 400,
  }).run();
  drawing.viewport({ zoom: 1, pan: { x: MARGIN, y: MARGIN / 3 } });
  if (drawing.width() < NARROW) drawing.zoom(drawing.width() / NARROW);
}

function evened(axis, size) {
  const ordered = drawing.nodes().sort((one, other) => one.position(axis) - other.position(axis)).toArray();
  const places = ordered.map((node) => node.position(axis));
  const least = places[0];
  const span = places.at(-1) - least || 1;
  const last = Math.max(1, ordered.length - 1);
  return new Map(ordered.map((node, rank) => [node.id(), (size * ((places[rank] - least) / span + rank / last)) / 2]));
}

function nodeFor(link) {
  const page = link.getAttribute("href");
  const found = drawing.nodes().filter((node) => node.data("page") === page);
  return found.nonempty() ? found[0] : null;
}

function choose(node, expand) {
  leave();
  const near = node.closedNeighborhood();
  drawing.elements().not(near).addClass("away");
  node.connectedEdges().addClass("near");
  node.addClass("chosen");
  for (const link of document.querySelectorAll("section td:first-child a")) {
    link.closest("tr").classList.toggle("drawn", link.getAttribute("href") === node.data("page"));
  }
  describe(node);
  if (expand && node.data("id") !== shown.about) grow(node);
}

function leave() {
  drawing.elements().removeClass("away near chosen");
  for (const row of document.querySelectorAll("tr.drawn")) row.classList.remove("drawn");
  card.replaceChildren();
}

function describe(node) {
  const { label, kind, page, about } = node.data();
  const link = Object.assign(document.createElement("a"), { href: page, textContent: label });
  const text = document.createElement("p");
  text.append(link, ` · ${marks.get(kind)?.name ?? ""} · ${node.degree()} links`);
  const round = Object.assign(document.createElement("a"), {
    href: `${place.dataset.page}?about=${encodeURIComponent(about)}`, textContent: "What stands round it",
  });
  card.replaceChildren(text, round);
}

// Draw in what stands round a thing that was chosen, as far as there is room.
async function grow(node) {
  if (node.data("grown") || drawing.nodes().length >= MOST) return;
  node.data("grown", true);
  const room = Math.min(30, MOST - drawing.nodes().length + node.degree());
  const query = new URLSearchParams({ about: node.data("about"), depth: "1", most: String(Math.max(2, room)), kinds: shown.kinds.join(",") });
  const found = await read(`${place.dataset.json}?${query}`).catch(() => null);
  if (!found) return;
  const centre = node.position();
  const fresh = found.nodes.filter((one) => drawing.getElementById(one.id).empty()).slice(0, MOST - drawing.nodes().length);
  drawing.add(fresh.map((one) => ({
    data: { ...one, steps: node.data("steps") + 1 },
    position: { x: centre.x + one.x * 90, y: centre.y + one.y * 90 },
  })));
  const edges = found.edges.map(edgeOf(found.about)).filter(({ data }) => drawing.getElementById(data.id).empty()
    && drawing.getElementById(data.source).nonempty() && drawing.getElementById(data.target).nonempty());
  drawing.add(edges);
  addRows(fresh, node);
  spread(true);
  choose(node, false);
  said.textContent = `${drawing.nodes().length} things and ${drawing.edges().length} links.`
    + (found.left_out ? ` ${found.left_out} more stand round ${node.data("name")} and are left out here.` : "");
}

// The table says what the drawing shows, also what was drawn in later.
function addRows(fresh, node) {
  const body = document.querySelector("section .tables tbody");
  for (const one of fresh) {
    const link = Object.assign(document.createElement("a"), { href: one.page, textContent: one.label });
    const texts = [link, marks.get(one.kind)?.name ?? "", one.date, `through ${node.data("name")}`];
    const row = document.createElement("tr");
    row.append(...texts.map((text) => {
      const cell = document.createElement("td");
      cell.append(text);
      return cell;
    }));
    body.append(row);
  }
}

function buttons() {
  const bar = document.createElement("p");
  bar.className = "graph-card";
  const add = (words, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words });
    button.addEventListener("click", act);
    bar.append(button);
  };
  const middle = () => ({ x: drawing.width() / 2, y: drawing.height() / 2 });
  add("Nearer", () => drawing.zoom({ level: drawing.zoom() * 1.3, renderedPosition: middle() }));
  add("Farther", () => drawing.zoom({ level: drawing.zoom() / 1.3, renderedPosition: middle() }));
  add("Whole", () => drawing.fit(undefined, 30));
  add("Picture (PNG)", () => {
    const link = document.createElement("a");
    link.href = drawing.png({ full: true, scale: 2, bg: own("--raised") });
    link.download = "graph.png";
    link.click();
  });
  document.getElementById("graph-drawing").before(bar);
}

begin().catch((why) => { said.textContent += ` The drawing failed: ${why.message}`; });
