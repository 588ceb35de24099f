import assert from "node:assert/strict";
import { ModelScope, OPEN_SCOPE } from "../../../lib/domain/model_scope.ts";

const MODEL = { provider: "openai", modelId: "gpt-4o", alias: null };
const cases: [
  models: string[] | null,
  providers: string[] | null,
  change: Partial<typeof MODEL> | { alias: string },
  allows: boolean,
][] = [
  [null, null, {}, true],
  [["gpt-4o"], null, {}, true],
  [["gpt-*"], null, {}, true],
  [["openai/*"], null, {}, true],
  [["OPENAI/GPT-4O"], null, {}, true],
  [["gpt-4o-mini"], null, {}, false],
  [["a", "gpt-4o"], null, {}, true],
  [null, ["openai"], {}, true],
  [null, ["open*"], {}, true],
  [null, ["groq"], {}, false],
  [["gpt-4o"], ["groq"], {}, false],
  // A pattern with a slash means a provider, not a reseller's model of that name.
  [["openai/*"], null, { provider: "openrouter", modelId: "openai/gpt-4o" }, false],
  [["*/gpt-4o"], null, { provider: "openrouter", modelId: "openai/gpt-4o" }, true],
  [["fast"], null, { alias: "fast" }, true],
  [["fast"], null, {}, false],
  [["fast"], ["groq"], { alias: "fast" }, false],
];

for (const [models, providers, change, allows] of cases) {
  const what = JSON.stringify([models, providers, change]);
  Deno.test(`ModelScope ${allows ? "allows" : "does not allow"}: ${what}`, () => {
    assert.equal(new ModelScope(models, providers).allows({ ...MODEL, ...change }), allows);
  });
}

Deno.test("OPEN_SCOPE leaves nothing out", () => {
  assert.ok(OPEN_SCOPE.isOpen);
  assert.ok(!new ModelScope(["a"], null).isOpen);
  assert.ok(!new ModelScope(null, ["a"]).isOpen);
});
