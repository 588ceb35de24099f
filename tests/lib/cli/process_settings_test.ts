import assert from "node:assert/strict";
import { gatewaySettings, logPolicy } from "../../../lib/cli/process_settings.ts";
import { loadConfig } from "../../../lib/config/load.ts";

const { config } = loadConfig({
  flags: [
    { flag: "--a", path: "logging.log_prompts", text: "false" },
    { flag: "--b", path: "server.body_limit_mb", text: "2" },
  ],
  env: () => undefined,
  cwd: "/nowhere",
});

Deno.test("logPolicy and gatewaySettings say what the configuration says, sizes in bytes", () => {
  assert.deepEqual(logPolicy(config), {
    logPrompts: false,
    logResponses: true,
    redactSecrets: true,
  });
  const { bodyLimitBytes, logPrompts, logResponses } = gatewaySettings(config);
  assert.deepEqual([bodyLimitBytes, logPrompts, logResponses], [2 * 1024 * 1024, false, true]);
});
