import assert from "node:assert/strict";
import { ContextWindows } from "../../../lib/usage/context_windows.ts";

Deno.test("ContextWindows knows published models, and remembers what it has found", () => {
  const windows = new ContextWindows();

  assert.equal(windows.of("openai", "gpt-4o-mini"), 128_000);
  assert.equal(windows.of("openai", "gpt-4o-mini"), 128_000);
});

Deno.test("ContextWindows knows nothing of models and providers that nobody has published", () => {
  const windows = new ContextWindows();

  assert.equal(windows.of("openai", "no-such-model"), null);
  assert.equal(windows.of("my-own-server", "gpt-4o-mini"), null);
});

Deno.test("ContextWindows does not grow for ever", () => {
  const windows = new ContextWindows();
  for (let at = 0; at < 1500; at++) windows.of("nobody", `invented-${at}`);

  assert.equal(windows.of("openai", "gpt-4o"), 128_000);
});
