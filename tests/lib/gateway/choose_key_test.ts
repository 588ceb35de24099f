import assert from "node:assert/strict";
import fc from "fast-check";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { assertSetUp, KeyRotation } from "../../../lib/gateway/choose_key.ts";
import type { DirectoryParts } from "../../../lib/gateway/build_directory.ts";
import { directoryOf, usableKey } from "../../support/gateway.ts";
import { keyHealth } from "../../support/key_health.ts";

/** Asks `times` times for a key of a provider; the ids chosen. */
function chosen(provider: string, times: number, parts: Partial<DirectoryParts>): string[] {
  const directory = directoryOf(parts);
  const entry = directory.providers.get(provider)!;
  const rotation = new KeyRotation(keyHealth());
  return Array.from({ length: times }, () => {
    assertSetUp(entry, directory);
    const target = rotation.next({ entry, upstreamModel: "m" });
    return target === null ? "nothing" : target.key?.id ?? "none";
  });
}

const key = (id: string, weight = 1, priority = 0) => ({
  provider: "openai",
  key: usableKey({ id, weight, priority }),
  sealed: false,
});

Deno.test("KeyRotation takes the only key", () => {
  assert.deepEqual(chosen("openai", 2, { keys: [key("a")] }), ["a", "a"]);
});

Deno.test("KeyRotation spreads requests in proportion to weight, and evenly over time", () => {
  const ids = chosen("openai", 8, { keys: [key("a", 3), key("b", 1)] });

  assert.deepEqual(ids, ["a", "a", "b", "a", "a", "a", "b", "a"]);
});

Deno.test("KeyRotation gives each key its share in every full round", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(weights, fc.integer({ min: 1, max: 3 }), (weights, rounds) => {
    const keys = weights.map((weight, i) => key(`k${i}`, weight));
    const total = weights.reduce((sum, weight) => sum + weight, 0);

    const ids = chosen("openai", total * rounds, { keys });

    weights.forEach((weight, i) => {
      assert.equal(ids.filter((id) => id === `k${i}`).length, weight * rounds);
    });
  }));
});

Deno.test("KeyRotation leaves keys of a higher priority number alone", () => {
  const keys = [key("spare", 100, 2), key("a", 1, 1), key("b", 1, 1)];

  assert.deepEqual(chosen("openai", 4, { keys }), ["a", "b", "a", "b"]);
});

Deno.test("KeyRotation lets a provider work without a key, also when the vault is locked", () => {
  assert.deepEqual(chosen("ollama", 1, { keys: [], vault: "locked" }), ["none"]);
});

Deno.test("KeyRotation uses a key where there is one, even where none is needed", () => {
  const keys = [{ provider: "ollama", key: usableKey({ id: "o" }), sealed: false }];

  assert.deepEqual(chosen("ollama", 1, { keys }), ["o"]);
});

const sealed = { provider: "openai", key: usableKey({ secret: new Secret("sk-x") }), sealed: true };
const refusals: [
  name: string,
  parts: Partial<DirectoryParts>,
  provider: string,
  code: string,
  remedy: RegExp,
][] = [
  ["a sealed key", { vault: "locked", keys: [sealed] }, "openai", "vault_locked", /Unlock it with/],
  ["a locked vault", { vault: "locked", keys: [] }, "openai", "vault_locked", /Unlock it with/],
  [
    "a sealed key of a provider that needs none",
    { vault: "locked", keys: [{ ...sealed, provider: "vllm" }] },
    "vllm",
    "vault_locked",
    /Unlock it with/,
  ],
  [
    "no vault",
    { vault: "uninitialized", keys: [] },
    "openai",
    "vault_not_initialized",
    /flow-router add-key --provider openai \(keys: https:\/\/platform\.openai\.com/,
  ],
  [
    "no key",
    { vault: "unlocked", keys: [] },
    "openai",
    "provider_not_configured",
    /There is no key for OpenAI\. Add one with: flow-router add-key --provider openai/,
  ],
];
for (const [name, parts, provider, code, remedy] of refusals) {
  Deno.test(`assertSetUp answers ${name} with ${code} and the remedy, and asks for no retry`, () => {
    // A key lying about in the environment must make no difference.
    Deno.env.set("OPENAI_API_KEY", "sk-ambient");
    try {
      assert.throws(() => chosen(provider, 1, parts), (thrown) => {
        assert.ok(thrown instanceof FlowError);
        assert.equal(thrown.code, code);
        assert.match(thrown.message, remedy);
        assert.equal(thrown.headers["x-should-retry"], "false");
        return true;
      });
    } finally {
      Deno.env.delete("OPENAI_API_KEY");
    }
  });
}
