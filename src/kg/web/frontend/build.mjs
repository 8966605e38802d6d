// Bundle the editor and the drawing into ../static/bundle, which pages use where it is there.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "bundle");

// What the editor's library does that a page of ours must not. Each piece has to be found: a new version that
// says it otherwise is to be looked at again.
const patches = [
  // A style attribute in markup, which the policy of the site forbids.
  [/<strong style='text-decoration:underline'>/, "<strong>"],
  // Thousands of prefixes collected from the web, advertisements among them; we complete our own.
  [/madsrdf = "http:[\s\S]*?prefixes_default = \{[^{}]*\}/, "prefixes_default = {}"],
];

const tamed = {
  name: "tamed",
  setup(building) {
    building.onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [piece, instead] of patches) {
        if (!piece.test(contents)) throw new Error(`${piece} is not in ${path} any more: look what took its place`);
        contents = contents.replace(piece, instead);
      }
      return { contents, loader: "js" };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: ["editor.js", "graph.js"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
  legalComments: "none", // LICENSES.txt has them whole
  loader: { ".svg": "dataurl", ".woff2": "dataurl" },
  plugins: [tamed],
  logLevel: "warning",
});
await writeFile(join(out, "LICENSES.txt"), await licences());

async function licences() {
  const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
  const texts = [];
  for (const [path, about] of Object.entries(lock.packages)) {
    if (!path || about.dev) continue;
    const names = await readdir(join(here, path));
    const files = names.filter((name) => /^licen[cs]e/i.test(name) && !name.endsWith(".js")).sort();
    const whole = await Promise.all(files.map((name) => readFile(join(here, path, name), "utf8")));
    const title = `${path.replace(/^.*node_modules\//, "")} ${about.version} (${about.license ?? "MIT"})`;
    texts.push([`${"=".repeat(title.length)}\n${title}\n${"=".repeat(title.length)}`, ...whole].join("\n\n"));
  }
  return `${texts.join("\n\n")}\n`;
}
