import assert from "node:assert/strict";
import { extraConfigText, parseExtraConfig } from "../../../lib/admin/extra_config.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("parseExtraConfig reads what extraConfigText writes", () => {
  const nothing = { baseUrl: null, format: "auto" } as const;
  const all = { baseUrl: "http://127.0.0.1/v1", format: "gemini" } as const;

  assert.equal(extraConfigText(nothing), null);
  assert.deepEqual(parseExtraConfig("{}"), nothing);
  assert.deepEqual(parseExtraConfig('{"base_url":" "}'), nothing);
  assert.deepEqual(parseExtraConfig(extraConfigText(all) ?? ""), all);
});

Deno.test("parseExtraConfig takes nothing else", () => {
  const texts = ["", "null", "[]", '"a"', '{"base_url":1}', '{"format":"soap"}', '{"headers":{}}'];
  for (const text of texts) {
    assert.throws(() => parseExtraConfig(text), flowError("invalid_request"), text);
  }
});
