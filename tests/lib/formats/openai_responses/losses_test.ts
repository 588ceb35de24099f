import assert from "node:assert/strict";
import { Losses } from "../../../../lib/formats/openai_responses/losses.ts";

Deno.test("Losses tells each message once, for the first field", () => {
  const losses = new Losses();

  losses.dropped("messages[0].x", "No place for x.");
  losses.dropped("messages[1].x", "No place for x.");
  losses.adapted("max_tokens", "Raised.");

  assert.deepEqual(losses.warnings, [
    { kind: "dropped", field: "messages[0].x", message: "No place for x." },
    { kind: "adapted", field: "max_tokens", message: "Raised." },
  ]);
});

Deno.test("Losses.own gives our members back and tells of another format's", () => {
  const losses = new Losses();

  assert.deepEqual(losses.own({ format: "openai_responses", fields: { phase: "p" } }), {
    phase: "p",
  });
  assert.deepEqual(losses.own({ format: "gemini", fields: { a: 1 } }, "contents[0]"), {});
  assert.deepEqual(losses.own({ format: "gemini", fields: { b: 1 } }), {});
  assert.deepEqual(losses.own(undefined), {});
  assert.deepEqual(losses.warnings.map(({ field }) => field), ["contents[0].a", "b"]);
});
