import assert from "node:assert/strict";
import type { GatewayState } from "../../../lib/cli/gateway_process.ts";
import { startBanner } from "../../../lib/cli/start_banner.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { Secret } from "../../../lib/domain/secret.ts";

const FRESH: GatewayState = {
  vault: "uninitialized",
  tokensRequired: false,
  providersWithKeys: [],
  setupCode: new Secret("ABCD-EFGH"),
};

function banner(state: Partial<GatewayState>, problem: string | null = null): string {
  const loaded = loadConfig({ flags: [], env: () => undefined, cwd: "/nowhere" });
  return startBanner("http://127.0.0.1:7798", loaded, { ...FRESH, ...state }, problem);
}

const table: [name: string, state: Partial<GatewayState>, says: RegExp[], not: RegExp[]][] = [
  [
    "a first start how to add a key, the set-up code, and that callers need no token",
    {},
    [/http:\/\/127\.0\.0\.1:7798\/v1/, /add-key/, /ABCD-EFGH/, /no caller token needed/],
    [/locked/],
  ],
  [
    "a locked vault how to unlock it",
    { vault: "locked", providersWithKeys: ["openai"], setupCode: null },
    [/locked, keys for openai/, /flow-router unlock/],
    [/set-up code/],
  ],
  [
    "a gateway that is ready nothing to worry about",
    { vault: "unlocked", providersWithKeys: ["groq"], tokensRequired: true, setupCode: null },
    [/unlocked, keys for groq/, /caller token required/],
    [/^!/m, /→/],
  ],
];
for (const [name, state, says, not] of table) {
  Deno.test(`startBanner tells ${name}`, () => {
    const text = banner(state);

    for (const pattern of says) assert.match(text, pattern);
    for (const pattern of not) assert.doesNotMatch(text, pattern);
  });
}

Deno.test("startBanner tells why the vault could not be unlocked", () => {
  assert.match(banner({ vault: "locked" }, "Not unlocked. key file: open to all"), /open to all/);
});
