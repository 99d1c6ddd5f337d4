// axe.mjs FILE…: what axe-core finds in pages of HTML, one line a fault. What needs a screen (contrast) is in ../contrast.py.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const from = createRequire(resolve("build/html") + "/");
const { JSDOM, VirtualConsole } = from("jsdom");
const axe = readFileSync(from.resolve("axe-core"), "utf8");

for (const file of process.argv.slice(2)) {
  const quiet = new VirtualConsole(); // its CSS parser does not know all of CSS
  const page = new JSDOM(readFileSync(file, "utf8"), { runScripts: "outside-only", virtualConsole: quiet });
  page.window.eval(axe);
  const found = await page.window.axe.run(page.window.document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "color-contrast": { enabled: false } },
  });
  if (found.passes.length < 10) console.log(`${file}: only ${found.passes.length} rules were held`);
  for (const fault of found.violations)
    for (const node of fault.nodes) console.log(`${file}: ${fault.id}: ${fault.help}: ${node.html.slice(0, 160)}`);
  page.window.close();
}
