import assert from "node:assert/strict";
import { configSchema } from "../../../lib/config/schema.ts";
import { attemptSettings } from "../../../lib/gateway/attempt_settings.ts";

Deno.test("attemptSettings takes each number of the configuration to its own place", () => {
  const { attempts } = configSchema.parse({});
  const numbers = Object.fromEntries(Object.keys(attempts).map((key, at) => [key, 100 + at]));

  const { policy } = attemptSettings({ ...attempts, ...numbers }, {});

  const { breaker, rest, ...plain } = policy;
  const found = [plain, breaker, rest].flatMap((part) => Object.values(part)).map(Number);
  assert.deepEqual(found.toSorted((a, b) => a - b), Object.values(numbers));
});

Deno.test("attemptSettings makes the table of models that stand in", () => {
  const { attempts } = configSchema.parse({});

  const settings = attemptSettings(attempts, { "gpt-4o": ["a/b"] });

  const names = { requested: "gpt-4o", resolved: "openai/gpt-4o", tier: null };
  assert.deepEqual(settings.fallbacks.for(names), ["a/b"]);
});
