import assert from "node:assert/strict";
import {
  effectivePolicy,
  isTokenRequired,
  type TokenPolicy,
} from "../../../lib/auth/token_policy.ts";

Deno.test("effectivePolicy lets the environment overrule, enforcing before disabling", () => {
  const table: [TokenPolicy, string | undefined, string | undefined, TokenPolicy][] = [
    ["auto", undefined, undefined, "auto"],
    ["open", undefined, undefined, "open"],
    ["required", undefined, undefined, "required"],
    ["open", "1", undefined, "auto"],
    ["required", "1", undefined, "required"],
    ["auto", undefined, "TRUE", "open"],
    ["required", undefined, "yes", "open"],
    ["auto", "on", "on", "auto"],
    ["open", "yes", "1", "auto"],
    ["auto", "0", "no", "auto"],
    ["auto", "", "off", "auto"],
  ];
  for (const [configured, enforce, disable, expected] of table) {
    assert.equal(effectivePolicy(configured, { enforce, disable }), expected);
  }
});

Deno.test("isTokenRequired asks for a token from the first one on", () => {
  assert.equal(isTokenRequired("auto", false), false);
  assert.equal(isTokenRequired("auto", true), true);
  assert.equal(isTokenRequired("required", false), true);
  assert.equal(isTokenRequired("open", true), false);
});
