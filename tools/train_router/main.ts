/**
 * Trains the classifier that ships with the product:
 * `deno run -A tools/train_router/main.ts --data DIR [--held-out FILE]`
 *
 * DIR holds the files that lock.json names. Nothing is downloaded; the same data gives the same bits.
 * FILE (JSON lines with `text`) holds prompts that tests use: training refuses to see any of them.
 * Writes lib/router/local/weights_data.ts and tools/train_router/manifest.json.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { writeWeights } from "../../lib/router/local/weights_file.ts";
import { hex } from "./data.ts";
import { refuseDuplicates } from "./duplicates.ts";
import { DIMENSIONS, prepare, SEED } from "./examples.ts";
import { fit } from "./fit.ts";
import lock from "./lock.json" with { type: "json" };

const LARGEST = 1024 * 1024;

const { values } = parseArgs({
  options: { data: { type: "string" }, "held-out": { type: "string" } },
});
if (values.data === undefined) throw new Error("Cannot train without data: give --data DIR.");

const { table, examples, leftOutAsDuplicates, comparedOnly } = await prepare(values.data);
const heldOut = values["held-out"] === undefined ? [] : await readHeldOut(values["held-out"]);
refuseDuplicates(examples.map(({ row }) => row), heldOut);
const file = new Uint8Array(writeWeights(fit(examples, table, new Set())));
if (file.length > LARGEST) throw new Error(`Cannot ship ${file.length} bytes: at most ${LARGEST}.`);

const root = new URL("../../", import.meta.url);
await Deno.writeTextFile(
  new URL("lib/router/local/weights_data.ts", root),
  `/**
 * The classifier's weights, made by tools/train_router/main.ts. Format: weights_file.ts, in Base64.
 *
 * @module
 */

export const WEIGHTS_BASE64 =
  "${file.toBase64()}";
`,
);
const manifest = {
  weights: {
    bytes: file.length,
    sha256: hex(await crypto.subtle.digest("SHA-256", file)),
  },
  files: Object.fromEntries(
    Object.entries(lock.files).map(([name, { sha256 }]) => [name, sha256]),
  ),
  prompts: {
    trained: examples.length,
    leftOutAsDuplicates,
    comparedOnly,
    heldOut: heldOut.length,
  },
  words: table.words.length,
  dimensions: DIMENSIONS,
  seed: SEED,
};
await Deno.writeTextFile(
  new URL("tools/train_router/manifest.json", root),
  `${JSON.stringify(manifest, null, 2)}\n`,
);
console.log(manifest);

async function readHeldOut(path: string): Promise<readonly { readonly text: string }[]> {
  const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}
