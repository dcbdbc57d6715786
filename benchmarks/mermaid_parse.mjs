// Parse files of Mermaid text with Mermaid's own parser: node mermaid_parse.mjs FILE... (run by formats.py).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const from = createRequire(`${process.cwd()}/package.json`);
const { JSDOM } = from("jsdom");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import(pathToFileURL(`${process.cwd()}/node_modules/mermaid/dist/mermaid.core.mjs`));

let wrong = 0;
for (const file of process.argv.slice(2)) {
  try {
    await mermaid.parse(readFileSync(file, "utf8"));
  } catch (error) {
    wrong += 1;
    console.log(`${file}: ${error.message}`);
  }
}
console.log(`mermaid: ${process.argv.length - 2} blocks, ${wrong} that its parser refuses`);
process.exitCode = wrong ? 1 : 0;
