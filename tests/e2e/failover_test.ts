/** One of two keys fails: the real process answers from the other one, and its log says how. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { addKey, prepareGatewayFolder } from "../support/gateway_folder.ts";
import { startIn } from "../support/live_gateway.ts";
import { rawRequest } from "../support/raw_client.ts";
import type { StoredRow } from "../support/stored_rows.ts";
import { inTime } from "../support/wait_until.ts";

const KEYS = { bad: "sk-sim-bad-0123456789", good: "sk-sim-good-0123456789" };

/** What the bad key does, and the status of its attempts in the log. */
const FAULTS: readonly (readonly [string, boolean, number | null])[] = [
  ["status=429,retryAfter=60", false, 429],
  ["status=500", true, 500],
  ["status=529", false, 529],
  ["fault=no_headers", true, null],
  ["fault=reset@200b", false, 200],
  ["fault=reset@0b", true, 200],
  ["fault=html", true, 200],
];

const attemptsOf = (row: StoredRow): { outcome: string; status: number | null }[] =>
  JSON.parse(String(Reflect.get(row, "attempts")));

Deno.test("a gateway with two keys answers from the one that works", async (t) => {
  await using simulator = await startSimulator();
  await using folder = await prepareGatewayFolder({
    providers: { sim: simulator.baseUrl },
    keys: { sim: KEYS.bad },
    config: { upstream: { header_timeout_ms: 400 } },
  });
  await folder.withStore((store) => addKey(store, "sim", KEYS.good));
  await using gateway = await startIn(folder);

  for (const [at, [fault, stream, status]] of FAULTS.entries()) {
    await t.step(`${fault}${stream ? " for a stream" : ""}`, async () => {
      simulator.setKeyScenario(KEYS.bad, fault);
      simulator.clear();
      const body = {
        model: `sim/case-${at}:chunks=3`,
        messages: [{ role: "user", content: "Hi" }],
        stream,
      };
      // The keys take turns, so that one of two requests meets the bad one.
      for (let i = 0; i < 2; i++) {
        const answer = await inTime(
          "an answer",
          rawRequest(`${gateway.url}/v1/chat/completions`, { body }),
        );
        assert.equal(answer.status, 200, answer.text());
        assert.match(answer.text(), stream ? /\[DONE\]\n\n$/ : /"finish_reason":"stop"/);
      }

      await gateway.quiet();
      const rows = gateway.rows().slice(-2);
      assert.deepEqual(rows.map((row) => row.outcome), ["complete", "complete"]);
      assert.deepEqual(rows.map((row) => row.completion_tokens), [3, 3]);
      const attempts = rows.flatMap(attemptsOf);
      assert.equal(attempts.length, simulator.requests.length);
      assert.deepEqual(
        attempts.filter(({ outcome }) => outcome === "failed").map((attempt) => attempt.status),
        [status],
      );
    });
  }

  await t.step("a refused key is told in the log, once, and in the metrics", async () => {
    simulator.setKeyScenario(KEYS.bad, "status=401");
    const body = { model: "sim/last:chunks=1", messages: [{ role: "user", content: "Hi" }] };
    for (let i = 0; i < 4; i++) {
      await rawRequest(`${gateway.url}/v1/chat/completions`, { body });
    }

    assert.equal(gateway.said().split("A provider key is refused and rests").length - 1, 1);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    assert.match(metrics, /flow_router_keys_in_trouble\{[^}]*reason="authentication"\} 1/);
  });
});
