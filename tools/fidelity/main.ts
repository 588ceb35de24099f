/**
 * Measures how faithfully requests and answers cross formats:
 * `deno task fidelity --fixtures DIR [--schemas DIR] [--intents DIR] [--only TEXT] [--positions BYTES]
 * [--report FILE]`.
 *
 * `--intents`: a folder of requests that say the same in several formats. `--positions`: streams up to
 * this many bytes are cut at every single position as well; -1 cuts nothing. `--report`: a Markdown file
 * whose part after a mark is written anew.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { crossIntent, type Intent } from "./cross.ts";
import { examine, type Finding } from "./examine.ts";
import { startStage } from "./gateway.ts";
import { readIntents } from "./intents.ts";
import { readCollection, type Recording } from "./recordings.ts";
import { report, verdictOf } from "./report.ts";
import { readSchemas } from "./schemas.ts";

const { values } = parseArgs({
  options: {
    fixtures: { type: "string" },
    schemas: { type: "string" },
    only: { type: "string", default: "" },
    report: { type: "string" },
    intents: { type: "string" },
    positions: { type: "string", default: "0" },
  },
});
if (values.fixtures === undefined) {
  console.error(
    "Usage: deno task fidelity --fixtures DIR [--schemas DIR] [--only TEXT] [--report FILE]",
  );
  Deno.exit(2);
}
const collection = await readCollection(values.fixtures);
const schemas = values.schemas === undefined ? null : await readSchemas(values.schemas);
const recordings = collection.recordings.filter(({ id }) => id.includes(values.only));
const upTo = Number(values.positions);
const cuts = { sizes: upTo < 0 ? [] : [1, 2, 3, 7], maxPieces: 60_000, everyPositionUpTo: upTo };
const findings: Finding[] = [];
{
  await using stage = await startStage();
  const means = { stage, schemas, cuts };
  for (const recording of recordings) findings.push(...await examine(recording, means));
}
const written = values.intents === undefined ? [] : await readIntents(values.intents);
const cross = [...intentsIn(recordings), ...written].flatMap(crossIntent);
for (const finding of findings) {
  const { recording, inbound, refused, failures, contradiction } = finding;
  const verdict = verdictOf(finding);
  if (refused !== null) {
    console.log(`refused | ${recording.id} | → ${inbound} | ${oneLine(refused)}`);
  }
  for (const { check, reason } of failures) {
    console.log(
      `${verdict} | ${check} | ${recording.id} | ${recording.format} → ${inbound} | ${
        oneLine(reason)
      }`,
    );
  }
  if (verdict === "unjudged") console.log(`  because ${oneLine(contradiction ?? "")}`);
}
for (const { name, from, to, agrees, differences } of cross) {
  if (!agrees) {
    console.log(`request | ${name} | ${from} → ${to} | ${oneLine(differences.join("; "))}`);
  }
}
const bad = findings.filter((finding) => verdictOf(finding) === "fails").length +
  cross.filter(({ agrees }) => !agrees).length;
console.log(`${findings.length + cross.length - bad} of ${findings.length + cross.length} hold`);
if (values.report !== undefined) {
  const head = await Deno.readTextFile(values.report);
  const mark = "<!-- what follows is written by `deno task fidelity --report` -->";
  const kept = head.split(mark)[0] ?? "";
  await Deno.writeTextFile(values.report, `${kept}${mark}\n\n${report(findings, cross)}`);
}
Deno.exit(bad === 0 ? 0 : 1);

/** Each recorded request once. */
function intentsIn(recordings: readonly Recording[]): Intent[] {
  const intents = new Map<string, Intent>();
  for (const { request, format, model, status, shows, provider } of recordings) {
    if (request === null || status >= 400) continue;
    const key = JSON.stringify([format, request]);
    const name = `${provider}: ${shows}`;
    intents.set(key, { name, model, bodies: { [format]: request } });
  }
  return [...intents.values()];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 400);
}
