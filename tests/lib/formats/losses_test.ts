import assert from "node:assert/strict";
import { FormatLosses } from "../../../lib/formats/losses.ts";

Deno.test("FormatLosses tells the same loss once, for the first field", () => {
  const losses = new FormatLosses("gemini", "Gemini");

  losses.dropped("a", "Gone.");
  losses.dropped("b", "Gone.");
  losses.adapted("b", "Gone.");

  assert.deepEqual(losses.warnings.map(({ kind, field }) => [kind, field]), [
    ["dropped", "a"],
    ["adapted", "b"],
  ]);
});

Deno.test("FormatLosses gives back its format's own members and names those of others", () => {
  const losses = new FormatLosses("gemini", "Gemini");

  assert.deepEqual(losses.own({ format: "gemini", fields: { a: 1 } }), { a: 1 });
  assert.deepEqual(losses.own({ format: "openai_chat", fields: { store: true } }, "m"), {});
  assert.deepEqual(losses.warnings, [
    { kind: "dropped", field: "m.store", message: "Gemini has no place for 'store'." },
  ]);
});
