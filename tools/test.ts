/**
 * Runs the tests and closes with one plain line that any build server understands.
 *
 *     deno run -A tools/test.ts                   everything
 *     deno run -A tools/test.ts --ignore=tests/e2e
 *     deno run -A tools/test.ts tests/lib/vault --filter unlock
 *
 * Arguments go to `deno test`; without a path it is given `tests/`.
 *
 * @module
 */
import { closingLine, exitCode, type TestTotals, totalsOf } from "./test_totals.ts";

const OPTIONS_WITH_VALUE = ["--filter", "--reporter", "--junit-path"];

function namesPath(args: readonly string[]): boolean {
  return args.some((arg, i) =>
    !arg.startsWith("-") && !OPTIONS_WITH_VALUE.includes(args[i - 1] ?? "")
  );
}

/** Copies a stream to our own stdout as it comes and returns the last totals seen in it. */
async function passOn(output: ReadableStream<Uint8Array>): Promise<TestTotals | null> {
  const decoder = new TextDecoder();
  let totals: TestTotals | null = null;
  let rest = "";
  for await (const chunk of output) {
    for (let written = 0; written < chunk.length;) {
      written += await Deno.stdout.write(chunk.subarray(written));
    }
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) totals = totalsOf(line) ?? totals;
  }
  return totalsOf(rest) ?? totals;
}

const args = namesPath(Deno.args) ? Deno.args : [...Deno.args, "tests/"];
const colours = Deno.stdout.isTerminal() && !Deno.noColor;
const runner = new Deno.Command(Deno.execPath(), {
  args: ["test", "--allow-all", "--sanitize-ops", "--sanitize-resources", ...args],
  cwd: `${import.meta.dirname}/..`,
  env: colours ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" },
  stdin: "null",
  stdout: "piped",
  stderr: "inherit",
}).spawn();

const found = await passOn(runner.stdout);
const { code } = await runner.status;
if (found === null) console.log("\nThe test run ended before its totals: see above.");
const totals = found ?? { passed: 0, failed: 0, skipped: 0 };
if (found !== null && totals.passed + totals.failed === 0) console.log("No test ran.");
console.log(closingLine(totals));
Deno.exit(exitCode(code, totals));
