/**
 * Drives a closed loop with `wrk`, where it is installed: a second opinion, and a check that our own
 * load generator is not what is being measured.
 *
 * @module
 */
import { runCommand } from "../process.ts";
import type { LoadScenario } from "../scenarios.ts";
import type { RunningTarget } from "../targets/target.ts";
import { encodePrompts } from "./prompts.ts";
import type { Distribution } from "./samples.ts";
import type { LoadResult } from "./tally.ts";

/** Whether there is a `wrk` to run. */
export async function hasWrk(): Promise<boolean> {
  try {
    const { code } = await new Deno.Command("wrk", { args: ["-v"], stdout: "null", stderr: "null" })
      .output();
    // wrk 4 prints its version and exits with 1.
    return code === 0 || code === 1;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    throw thrown;
  }
}

/** What the script below prints after `RESULT`. */
interface WrkSummary {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly errors: number;
  readonly not200: number;
  readonly latency: Distribution;
}

const script = (request: string): string => `
wrk.init = function() end
request = function() return ${request} end
done = function(summary, latency)
  local e = summary.errors
  local ms = function(us) return us / 1000 end
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%f,"bytes":%d,"errors":%d,"not200":%d,"latency":' ..
    '{"p50":%f,"p95":%f,"p99":%f,"max":%f,"mean":%f}}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes, e.connect + e.read + e.timeout,
    e.status, ms(latency:percentile(50)), ms(latency:percentile(95)), ms(latency:percentile(99)),
    ms(latency.max), ms(latency.mean)))
end
`;

/** Runs `wrk` with one thread. It counts no events and no first bytes: those stay 0. */
export async function runWrk(
  target: RunningTarget,
  scenario: LoadScenario,
  seconds: number,
): Promise<LoadResult> {
  const [prompt] = encodePrompts({
    url: target.url,
    model: target.model(scenario.provider),
    stream: scenario.stream,
    promptBytes: scenario.promptBytes,
    headers: target.headers,
  });
  if (prompt === undefined) throw new Error("no prompt to send");
  const folder = await Deno.makeTempDir({ prefix: "flow_wrk_" });
  try {
    const bytes = `${folder}/request`;
    await Deno.writeFile(bytes, prompt.bytes);
    const lua = `${folder}/load.lua`;
    await Deno.writeTextFile(
      lua,
      `local f = io.open("${bytes}", "rb")\nlocal bytes = f:read("*a")\nf:close()\n` +
        script("bytes"),
    );
    const output = await runCommand("wrk", [
      "-t1",
      `-c${scenario.concurrency}`,
      `-d${seconds}s`,
      "--timeout",
      "30s",
      "-s",
      lua,
      target.url,
    ]);
    const line = output.split("\n").find((text) => text.startsWith("RESULT "));
    if (line === undefined) throw new Error(`wrk printed no result: ${output.slice(0, 300)}`);
    const summary: WrkSummary = JSON.parse(line.slice("RESULT ".length));
    return asResult(summary, prompt.promptTokens, prompt.completionTokens);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function asResult(summary: WrkSummary, promptTokens: number, completionTokens: number): LoadResult {
  const none: Distribution = { p50: 0, p95: 0, p99: 0, max: 0, mean: 0 };
  const ok = summary.requests - summary.not200;
  return {
    requests: summary.requests + summary.errors,
    ok,
    errors: summary.errors,
    statuses: { "200": ok, ...(summary.not200 > 0 ? { other: summary.not200 } : {}) },
    errorSamples: [],
    seconds: summary.seconds,
    requestsPerSecond: summary.requests / summary.seconds,
    events: 0,
    eventsPerSecond: 0,
    eventsPerAnswer: [0, 0],
    bytes: summary.bytes,
    latency: summary.latency,
    firstByte: none,
    lag: none,
    cpuSeconds: 0,
    answered: {
      rows: ok,
      promptTokens: ok * promptTokens,
      completionTokens: ok * completionTokens,
    },
  };
}
