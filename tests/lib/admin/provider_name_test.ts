import assert from "node:assert/strict";
import { hint, namedProvider, nearestProviders } from "../../../lib/admin/provider_name.ts";
import { readConfig } from "../../../lib/config/load.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("namedProvider finds built-in providers by id and alias in any letter case", () => {
  const cases = [["openai", "openai"], [" OpenAI ", "openai"], ["Gemini", "google"], [
    "kimi",
    "moonshot",
  ]];
  for (const [name, id] of cases) assert.equal(namedProvider(name!, {}).provider.id, id);
  assert.equal(namedProvider("openai", {}).baseUrl, "https://api.openai.com/v1");
});

Deno.test("namedProvider lets the configuration say where a provider is", () => {
  const configured = {
    gemini: { base_url: "http://127.0.0.1:1/v1", headers: { "x-team": "a" } },
    lab: { base_url: "http://127.0.0.1:2/v1" },
  };
  assert.deepEqual(
    [namedProvider("google", configured).baseUrl, namedProvider("google", configured).headers],
    ["http://127.0.0.1:1/v1", { "x-team": "a" }],
  );
  assert.equal(namedProvider("LAB", configured).baseUrl, "http://127.0.0.1:2/v1");
  assert.equal(namedProvider("other", configured).baseUrl, null);
});

Deno.test("namedProvider takes for its own providers the names that the configuration takes", () => {
  const names = ["lab", "my.lab-2_x", "0", "a".repeat(64), "a".repeat(65), "-lab", ".lab", "la b"];
  for (const name of [...names, "lab/x", "läb", ""]) {
    const yaml = JSON.stringify({ providers: { [name]: { base_url: "http://127.0.0.1/v1" } } });
    const folder = Deno.makeTempDirSync();
    try {
      Deno.writeTextFileSync(`${folder}/flow_llm_router.yaml`, yaml);
      const { ok } = readConfig({ flags: [], env: () => undefined, cwd: folder });
      const named = () => namedProvider(name, {});
      if (ok) assert.equal(named().provider.id, name);
      else assert.throws(named, flowError("invalid_request"), JSON.stringify(name));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  }
});

Deno.test("nearestProviders proposes what a slip of the hand was meant to be", () => {
  const configured = { openlab: { base_url: "http://127.0.0.1/v1" } };
  assert.deepEqual(nearestProviders("opneai", {}), ["openai"]);
  assert.deepEqual(nearestProviders("mistal", {}), ["mistral"]);
  assert.deepEqual(nearestProviders("together-ai", {})[0], "together");
  assert.deepEqual(nearestProviders("openlub", configured), ["openlab"]);
  assert.deepEqual(nearestProviders("zzzzzz", configured), []);
  assert.equal(hint("opneai", {}), " Nearest: openai.");
  assert.equal(hint("zzzzzz", {}), "");
});
