/**
 * Measures how faithfully answers cross formats:
 * `deno task fidelity --fixtures DIR [--schemas DIR] [--only TEXT] [--report FILE]`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { examine, type Finding } from "./examine.ts";
import { startStage } from "./gateway.ts";
import { readCollection } from "./recordings.ts";
import { readSchemas } from "./schemas.ts";

const { values } = parseArgs({
  options: {
    fixtures: { type: "string" },
    schemas: { type: "string" },
    only: { type: "string", default: "" },
    report: { type: "string" },
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
const findings: Finding[] = [];
{
  await using stage = await startStage();
  for (const recording of collection.recordings) {
    if (!recording.id.includes(values.only)) continue;
    findings.push(
      ...await examine(recording, {
        stage,
        schemas,
        everyPositionUpTo: Number(values.positions),
      }),
    );
  }
}
for (const { recording, inbound, refused, failures } of findings) {
  if (refused !== null) console.log(`REFUSED ${recording.id} in ${inbound}: ${oneLine(refused)}`);
  for (const { check, reason } of failures) {
    console.log(
      `${check} | ${recording.id} | ${recording.format} → ${inbound} | ${oneLine(reason)}`,
    );
  }
}
const bad = findings.filter(({ failures }) => failures.length > 0);
console.log(`${findings.length - bad.length} of ${findings.length} pairs hold`);
Deno.exit(bad.length === 0 ? 0 : 1);

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 300);
}
