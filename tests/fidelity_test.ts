/**
 * Answers of every format, asked for in every format: what the vendors' own clients make of them is what
 * the provider said. `deno task fidelity` does the same with any folder of recordings.
 */
import assert from "node:assert/strict";
import { crossIntent } from "../tools/fidelity/cross.ts";
import { examine, type Finding } from "../tools/fidelity/examine.ts";
import { startStage } from "../tools/fidelity/gateway.ts";
import { readIntents } from "../tools/fidelity/intents.ts";
import { FORMATS, readCollection } from "../tools/fidelity/recordings.ts";

const FIXTURES = new URL("./fixtures", import.meta.url).pathname;
/** Cut small, but not so small that a test takes minutes. */
const CUTS = { sizes: [1, 3], maxPieces: 300, everyPositionUpTo: 0 };

/** Google's client leaves a time limit behind for each of its calls. */
const WITH_CLIENTS = { sanitizeOps: false, sanitizeResources: false } as const;

const { recordings } = await readCollection(FIXTURES);

for (const format of FORMATS) {
  Deno.test(
    `answers in ${format} say the same to callers of every format`,
    WITH_CLIENTS,
    async (t) => {
      await using stage = await startStage();
      for (const recording of recordings.filter((one) => one.format === format)) {
        await t.step(recording.id.replace(/^.*\//, ""), async () => {
          const findings = await examine(recording, { stage, schemas: null, cuts: CUTS });

          assert.deepEqual(findings.flatMap(failuresOf), []);
          assert.equal(findings.length, FORMATS.length);
          assert.ok(findings.every(({ made }) => made["as recorded"] === 1));
        });
      }
    },
  );
}

Deno.test("recorded requests mean the same in every format, but for what a warning tells", () => {
  const asked = recordings.flatMap(({ id, request, format, model }) =>
    request === null ? [] : [{ name: id, model, bodies: { [format]: request } }]
  );

  assert.deepEqual(asked.flatMap(crossIntent).filter(({ agrees }) => !agrees), []);
  assert.ok(asked.length > 20);
});

Deno.test("one wish written in four formats is translated from each to each", async () => {
  const findings = (await readIntents(`${FIXTURES}/intents`)).flatMap(crossIntent);

  assert.deepEqual(findings.filter(({ agrees }) => !agrees), []);
  assert.ok(findings.length >= 100);
});

function failuresOf({ inbound, failures }: Finding): string[] {
  return failures.map(({ check, reason }) => `${inbound}, ${check}: ${reason}`);
}
