import assert from "node:assert/strict";
import { createLog, type LogOptions } from "../../../lib/telemetry/log.ts";

/** Logs with some options and gives the lines. */
function lines(options: Partial<LogOptions> & { isTerminal?: boolean }) {
  const written: string[] = [];
  const log = createLog({
    level: "DEBUG",
    format: "auto",
    clock: { now: () => 0 },
    output: {
      isTerminal: options.isTerminal ?? false,
      color: false,
      write: (line) => written.push(line),
    },
    ...options,
  });
  log.debug("d");
  log.info("i", { n: 1 });
  log.warn("w");
  log.error("e");
  return written;
}

Deno.test("createLog writes from its level upward", () => {
  const counts = (["DEBUG", "INFO", "WARNING", "ERROR"] as const).map((level) =>
    lines({ level }).length
  );
  assert.deepEqual(counts, [4, 3, 2, 1]);
});

Deno.test("createLog writes JSON lines, or text for a terminal, or what it was told", () => {
  const json = '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"i","n":1}\n';
  const text = "1970-01-01T00:00:00.000Z INFO    i n=1\n";
  assert.equal(lines({})[1], json);
  assert.equal(lines({ isTerminal: true })[1], text);
  assert.equal(lines({ format: "json", isTerminal: true })[1], json);
  assert.equal(lines({ format: "text" })[1], text);
});

Deno.test("createLog takes messages as they are, not as templates", () => {
  const written: string[] = [];
  const output = { isTerminal: true, color: false, write: (line: string) => written.push(line) };
  createLog({ level: "INFO", format: "text", clock: { now: () => 0 }, output })
    .info("odd {n} }} {", { n: 1 });
  assert.equal(written[0], "1970-01-01T00:00:00.000Z INFO    odd {n} }} { n=1\n");
});

Deno.test("createLog writes to stderr, plainly when that is no terminal, and survives its end", async () => {
  const script = `
    import { createLog } from "${import.meta.resolve("../../../lib/telemetry/log.ts")}";
    const log = createLog({ level: "INFO", format: "text", clock: { now: () => 0 } });
    log.info("first");
    Deno.stderr.close();
    log.info("second");
    console.log("alive");
  `;
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--config", "deno.json", "--ext=ts", script],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.deepEqual([text(stdout), text(stderr), code], [
    "alive\n",
    "1970-01-01T00:00:00.000Z INFO    first\n",
    0,
  ]);
});
