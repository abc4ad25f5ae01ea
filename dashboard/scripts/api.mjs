// Generates src/api/schema.ts from the server's OpenAPI document, or checks that it is current.
//
//   node scripts/api.mjs generate|check [openapi.json]
//
// Without a file the document is asked of the Python package (PHONY_PYTHON, else ../.venv, else
// `python3`), without starting a server.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const [mode = "check", file] = process.argv.slice(2);
const target = new URL("../src/api/schema.ts", import.meta.url);
const program = `
import json, sys
from phony.app import create_app
from phony.settings import Settings
app = create_app(Settings(), worker_id="openapi")
json.dump(app.openapi(), sys.stdout)
`;

function read() {
  if (file) return readFileSync(file, "utf8");
  const venv = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  const python = process.env.PHONY_PYTHON ?? (existsSync(venv) ? venv : "python3");
  return execFileSync(python, ["-c", program], { encoding: "utf8", maxBuffer: 1 << 26 });
}

const document = JSON.parse(read());
delete document.webhooks; // what is sent to others: the dashboard gets none of it
const header = "// Generated from /openapi.json by `npm run api:generate`. Do not edit.\n\n";
const text =
  header + astToString(await openapiTS(document, { defaultNonNullable: false, alphabetize: true }));
if (mode === "generate") {
  writeFileSync(target, text);
  console.log(`Wrote ${fileURLToPath(target)}`);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
  console.error("src/api/schema.ts is not what the API says: run `npm run api:generate`.");
  process.exit(1);
} else console.log("src/api/schema.ts is current.");
