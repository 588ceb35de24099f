import assert from "node:assert/strict";
import { configSchema } from "../../../lib/config/schema.ts";
import { DEFAULT_ATTEMPT_POLICY } from "../../../lib/gateway/attempt_policy.ts";
import { attemptSettings } from "../../../lib/gateway/attempt_settings.ts";

Deno.test("DEFAULT_ATTEMPT_POLICY is what a configuration without any setting says", () => {
  const { attempts, fallbacks } = configSchema.parse({});

  assert.deepEqual(attemptSettings(attempts, fallbacks).policy, DEFAULT_ATTEMPT_POLICY);
});
