import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import type { JsonRequest } from "../../../lib/http/json_call.ts";
import { RunningGateway } from "../../../lib/http/running_gateway.ts";

/** A gateway that answers so, and what it was asked. */
function gateway(status: number, json: unknown, headers: Record<string, string> = {}) {
  const requests: JsonRequest[] = [];
  const running = new RunningGateway("http://127.0.0.1:7798", (request) => {
    requests.push(request);
    return Promise.resolve({ status, json, text: "", headers: new Headers(headers) });
  });
  return { running, requests };
}

Deno.test("RunningGateway.vault tells the state, and null for a stranger", async () => {
  const cases: [number, unknown, string | null][] = [
    [200, { vault_initialized: true, vault_unlocked: true }, "unlocked"],
    [200, { vault_initialized: true, vault_unlocked: false }, "locked"],
    [200, { vault_initialized: false, vault_unlocked: false }, "uninitialized"],
    [200, { vault_initialized: true }, null],
    [200, { status: "ok" }, null],
    [200, [], null],
    [200, undefined, null],
    [404, { vault_initialized: true, vault_unlocked: true }, null],
  ];
  for (const [status, json, expected] of cases) {
    assert.equal(await gateway(status, json).running.vault(), expected, JSON.stringify(json));
  }
});

Deno.test("RunningGateway.unlock sends the password in the body and judges the answer", async () => {
  const { running, requests } = gateway(200, { success: true, token: "t" });
  assert.deepEqual(await running.unlock(new Secret("hunter2hunter2")), { kind: "unlocked" });
  const [request] = requests;
  assert.deepEqual(
    [request?.method, request?.url.href, request?.body],
    ["POST", "http://127.0.0.1:7798/api/auth/verify", { password: "hunter2hunter2" }],
  );

  const cases: [number, Record<string, string>, unknown][] = [
    [403, {}, { kind: "wrong_password" }],
    [404, {}, { kind: "no_vault" }],
    [429, { "retry-after": "4" }, { kind: "too_many_attempts", retryAfterSeconds: 4 }],
    [429, {}, { kind: "too_many_attempts", retryAfterSeconds: null }],
    [500, {}, { kind: "refused", status: 500 }],
  ];
  for (const [status, headers, expected] of cases) {
    const { running } = gateway(status, {}, headers);
    assert.deepEqual(await running.unlock(new Secret("x")), expected);
  }
});
