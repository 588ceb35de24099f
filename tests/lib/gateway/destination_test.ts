import assert from "node:assert/strict";
import { destinationOf } from "../../../lib/gateway/destination.ts";
import type { ProviderEntry, UsableKey } from "../../../lib/gateway/directory.ts";
import { flowError } from "../../support/flow_error.ts";
import { directoryOf, usableKey } from "../../support/gateway.ts";

function entry(id: string): ProviderEntry {
  const configured = { azure: { api_version: "v" } };
  const found = directoryOf({ configured }).providers.get(id);
  assert.ok(found);
  return found;
}

const table: [what: string, provider: string, key: UsableKey | null, baseUrl: string, string][] = [
  ["the provider's own", "openai", null, "https://api.openai.com/v1", "auto"],
  ["of a key that says nothing", "openai", usableKey(), "https://api.openai.com/v1", "auto"],
  [
    "of a key that says both",
    "openai",
    usableKey({ baseUrl: "http://127.0.0.1:1/v1", format: "openai_responses" }),
    "http://127.0.0.1:1/v1",
    "openai_responses",
  ],
];
for (const [what, provider, key, baseUrl, format] of table) {
  Deno.test(`destinationOf takes base URL and format: ${what}`, () => {
    const destination = destinationOf(entry(provider), key);

    assert.deepEqual([destination.baseUrl, destination.format], [baseUrl, format]);
    assert.equal(destination.apiVersion, null);
  });
}

Deno.test("destinationOf says how a base URL looks when there is none", () => {
  assert.throws(
    () => destinationOf(entry("azure"), usableKey()),
    flowError(
      "provider_not_configured",
      /--base-url https:\/\/RESOURCE\.openai\.azure\.com\/openai\/v1$/,
    ),
  );
  const key = usableKey({ baseUrl: "https://r.openai.azure.com" });
  assert.equal(destinationOf(entry("azure"), key).apiVersion, "v");
});
