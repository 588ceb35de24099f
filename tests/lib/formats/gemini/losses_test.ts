import assert from "node:assert/strict";
import { extraOf, Losses } from "../../../../lib/formats/gemini/losses.ts";

Deno.test("Losses tells the same loss once, for the first field", () => {
  const losses = new Losses();
  losses.dropped("a", "Gone.");
  losses.dropped("b", "Gone.");
  losses.adapted("b", "Gone.");

  assert.deepEqual(losses.warnings, [
    { kind: "dropped", field: "a", message: "Gone." },
    { kind: "adapted", field: "b", message: "Gone." },
  ]);
});

Deno.test("Losses gives back Gemini's own members and tells of others by name", () => {
  const losses = new Losses();

  assert.deepEqual(losses.own({ format: "gemini", fields: { labels: 1 } }), { labels: 1 });
  assert.deepEqual(losses.own(undefined), {});
  assert.deepEqual(losses.own({ format: "openai_chat", fields: { store: true } }, "m"), {});
  assert.deepEqual(losses.warnings.map(({ field }) => field), ["m.store"]);
});

Deno.test("extraOf makes no extra of nothing", () => {
  assert.equal(extraOf({}), undefined);
  assert.deepEqual(extraOf({ a: 1 }), { format: "gemini", fields: { a: 1 } });
});
