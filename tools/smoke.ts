/**
 * `deno run -A tools/smoke.ts EXECUTABLE`: whether a finished program does its work. The same test
 * runs against the bundle (tests/e2e/bundle_test.ts).
 *
 * @module
 */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { startSimulator } from "../bench/simulator/simulator.ts";
import { type Gateway, runToEnd, startGateway } from "./running_gateway.ts";

/** What one smoke test saw. */
export interface SmokeReport {
  readonly version: string;
  readonly answer: string;
  readonly rows: number;
}

async function chat(gateway: Gateway): Promise<string> {
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "smoke/any-model",
      messages: [{ role: "user", content: "Say something." }],
    }),
  });
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  const text: unknown = body.choices[0].message.content;
  assert.ok(typeof text === "string" && text !== "", JSON.stringify(body));
  return text;
}

async function stream(gateway: Gateway): Promise<void> {
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "smoke/any-model",
      stream: true,
      messages: [{ role: "user", content: "Say something." }],
    }),
  });
  const events = await response.text();
  assert.match(events, /^data: \{.*\}\n\n[^]*data: \[DONE\]\n\n$/);
}

/**
 * Gives a finished program a key, starts it, has a request and a stream answered by a simulated
 * provider, stops it, and reads both from its log.
 *
 * @param command program and leading arguments, to which commands of flow-router are added
 * @param folder where it runs; configuration and database are left there
 * @throws AssertionError when any step goes wrong
 */
export async function smokeTest(command: readonly string[], folder: string): Promise<SmokeReport> {
  await using provider = await startSimulator();
  await Deno.writeTextFile(
    `${folder}/flow_llm_router.yaml`,
    `providers:\n  smoke:\n    base_url: ${provider.baseUrl}\n`,
  );
  const run = (args: readonly string[], input = "") => runToEnd(command, args, folder, input);

  const version = await run(["version"]);
  await run(["add-key", "--provider", "smoke", "--label", "first", "--key-stdin"], "sk-smoke\n");
  const answer = await whileRunning(command, folder, async (gateway) => {
    const health = await fetch(`${gateway.url}/health`);
    assert.equal(health.status, 200, await health.text());
    const text = await chat(gateway);
    await stream(gateway);
    return text;
  });
  assert.equal(provider.requests[0]?.header("authorization"), "Bearer sk-smoke");

  const rows = (await run(["logs", "--json"])).trim().split("\n").length;
  assert.equal(rows, 2);
  return { version: version.trim(), answer, rows };
}

async function whileRunning<T>(
  command: readonly string[],
  folder: string,
  use: (gateway: Gateway) => Promise<T>,
): Promise<T> {
  await using gateway = await startGateway(command, folder);
  return await use(gateway);
}

if (import.meta.main) {
  const [executable] = Deno.args;
  if (executable === undefined) {
    console.error("Cannot test nothing: name an executable.");
    Deno.exit(2);
  }
  const folder = await Deno.makeTempDir({ prefix: "flow-router-smoke-" });
  const { version, answer, rows } = await smokeTest([resolve(executable)], folder);
  await Deno.remove(folder, { recursive: true });
  console.log(`${version}\nanswered ${JSON.stringify(answer)}; ${rows} rows in its log`);
}
