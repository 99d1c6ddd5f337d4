// node observe_pdfjs.mjs FILE.pdf: what Firefox's reader (pdf.js) makes of the structure, as lines of JSON.
//
// pdf.js gives one tree a page, so the lines come page by page, each with its page: an element that goes on over a page
// gives a line on both. Roles are mapped to standard ones by pdf.js itself; compare.py allows for what else differs.
import { readFileSync } from "node:fs";

const home = new URL("../../build/pdfjs/node_modules/pdfjs-dist/legacy/build/pdf.mjs", import.meta.url); // tests/tools/fetch
const { getDocument, VerbosityLevel } = await import(home);

const data = new Uint8Array(readFileSync(process.argv[2]));
const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;
const { info } = await pdf.getMetadata();

for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  const content = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });

  // Text by the name that the structure tree uses for marked content.
  const texts = new Map();
  const open = [];
  for (const item of content.items) {
    if (item.type === "beginMarkedContent" || item.type === "beginMarkedContentProps") open.push(item.id ?? null);
    else if (item.type === "endMarkedContent") open.pop();
    else {
      const id = open.findLast((name) => name !== null);
      if (id) texts.set(id, (texts.get(id) ?? "") + item.str + (item.hasEOL ? "\n" : ""));
    }
  }

  const visit = (node, path, lang) => {
    const here = node.role === "Root" ? path : [...path, node.role];
    const spoken = node.lang ?? lang;
    if (node.role === "Figure" && node.alt) {
      console.log(JSON.stringify({ page: number, path: here, lang: spoken, text: node.alt }));
      return;
    }
    let text = "";
    const say = () => {
      if (text) console.log(JSON.stringify({ page: number, path: here, lang: spoken, text }));
      text = "";
    };
    for (const child of node.children ?? []) {
      if (child.type === "content") text += texts.get(child.id) ?? "";
      else if (!child.type) {
        say();
        visit(child, here, spoken);
      }
    }
    say();
  };
  const tree = await page.getStructTree();
  if (tree) visit(tree, [], info.Language ?? "");
}
await pdf.destroy();
