import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { registerGauges } from "../../../lib/telemetry/state_gauges.ts";

Deno.test("registerGauges reads the state anew each time", async () => {
  const registry = new Registry();
  const state = { pendingRows: 1, pendingBytes: 2, droppedRows: 3, droppedBodies: 4 };
  let unlocked = false;
  registerGauges(registry, {
    build: { version: "1.2.3", deno: "2.9.6", target: "x86_64-unknown-linux-gnu" },
    recorder: () => state,
    vaultUnlocked: () => unlocked,
    troubledKeys: () => [
      { provider: "openai", keyLabel: "main", state: "open", reason: "failures" },
      { provider: "openai", keyLabel: "main", state: "open", reason: "failures" },
      { provider: "ollama", keyLabel: null, state: "resting", reason: "rate_limit" },
    ],
    inFlight: () => 7,
  });
  const read = async () =>
    (await registry.metrics()).split("\n").filter((line) => /^flow/.test(line));

  await read();
  state.droppedBodies = 9;
  unlocked = true;
  const lines = await read();

  assert.deepEqual(lines.filter((line) => !line.includes("resident")), [
    "flow_router_in_flight 7",
    "flow_router_recorder_pending_rows 1",
    "flow_router_recorder_pending_bytes 2",
    "flow_router_recorder_dropped_rows_total 3",
    "flow_router_recorder_dropped_bodies_total 9",
    "flow_router_vault_unlocked 1",
    'flow_router_keys_in_trouble{provider="openai",key="main",state="open",reason="failures"} 2',
    'flow_router_keys_in_trouble{provider="ollama",key="none",state="resting",reason="rate_limit"} 1',
    'flow_router_build_info{version="1.2.3",deno="2.9.6",target="x86_64-unknown-linux-gnu"} 1',
  ]);
  assert.match(lines.join("\n"), /^flow_router_resident_memory_bytes [1-9]\d{6,}$/m);
});

Deno.test({
  name: "registerGauges needs no permission",
  permissions: "none",
  fn: async () => {
    const registry = new Registry();
    const recorder = { pendingRows: 0, pendingBytes: 0, droppedRows: 0, droppedBodies: 0 };
    registerGauges(registry, {
      build: { version: "1", deno: "2", target: "t" },
      recorder: () => recorder,
      vaultUnlocked: () => false,
      troubledKeys: () => [],
      inFlight: () => 0,
    });
    assert.match(await registry.metrics(), /vault_unlocked 0/);
  },
});
