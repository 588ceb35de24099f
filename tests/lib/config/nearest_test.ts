import assert from "node:assert/strict";
import { nearest } from "../../../lib/config/nearest.ts";

Deno.test("nearest finds the slip of a hand and nothing further away", () => {
  const keys = ["host", "port", "body_limit_mb", "trusted_proxies"];
  const cases: [string, string | undefined][] = [
    ["prot", "port"],
    ["Port", "port"],
    ["hots", "host"],
    ["body_limit", "body_limit_mb"],
    ["trusted_proxy", "trusted_proxies"],
    ["level", undefined],
    ["x", undefined],
  ];
  for (const [word, expected] of cases) assert.equal(nearest(word, keys), expected, word);
  assert.equal(nearest("port", []), undefined);
});
