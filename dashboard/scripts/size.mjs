// The shell's first load: the entry and everything it imports at once, compressed, under a limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 300 * 1024;
const root = new URL("../../src/phony/api/static/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", root), "utf8"));
const seen = new Set();

function add(name) {
  if (seen.has(name)) return;
  seen.add(name);
  for (const inner of manifest[name].imports ?? []) add(inner);
}

add(Object.keys(manifest).find((name) => manifest[name].isEntry));
let total = 0;
for (const name of seen) total += gzipSync(readFileSync(new URL(manifest[name].file, root))).length;
const kb = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;
console.log(`First load: ${kb(total)} of script in ${seen.size} files, limit ${kb(LIMIT)}.`);
process.exit(total > LIMIT ? 1 : 0);
