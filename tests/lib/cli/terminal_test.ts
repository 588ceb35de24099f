import assert from "node:assert/strict";

/** Runs a script that has `terminal`, the real one, and gives what it wrote. */
async function script(
  body: string,
  how: { closeStdout?: boolean; env?: Record<string, string> } = {},
) {
  const module = (name: string) => import.meta.resolve(`../../../lib/cli/${name}.ts`);
  const code = `
    import { processTerminal } from "${module("terminal")}";
    import { OutputClosed } from "${module("exit")}";
    const terminal = processTerminal();
    ${body}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--ext=ts", code],
    env: { NO_COLOR: "", ...how.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (how.closeStdout) await child.stdout.cancel();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("typed"));
  await writer.close();
  const [stdout, stderr] = await Promise.all([
    how.closeStdout ? "" : new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: (await child.status).code, stdout, stderr };
}

Deno.test("processTerminal reads and writes the streams of the process", async () => {
  const result = await script(`
    const buffer = new Uint8Array(10);
    const read = await terminal.stdin.read(buffer);
    terminal.stdout.write(new TextDecoder().decode(buffer.subarray(0, read)) + "é");
    terminal.stderr.write(JSON.stringify([
      terminal.stdin.isTerminal, terminal.stdout.isTerminal, terminal.columns(),
      await terminal.stdin.read(buffer),
    ]));`);
  assert.deepEqual(result, { code: 0, stdout: "typedé", stderr: "[false,false,80,null]" });
});

Deno.test("processTerminal writes all of a long text", async () => {
  const { stdout } = await script(`terminal.stdout.write("0123456789".repeat(200_000));`);
  assert.equal(stdout.length, 2_000_000);
});

Deno.test("processTerminal tells when nobody reads its output any more", async () => {
  const result = await script(
    `
    await terminal.stdin.read(new Uint8Array(10));
    try {
      for (;;) terminal.stdout.write("line\\n");
    } catch (error) {
      terminal.stderr.write(String(error instanceof OutputClosed));
    }`,
    { closeStdout: true },
  );
  assert.deepEqual(result, { code: 0, stdout: "", stderr: "true" });
});

Deno.test("processTerminal learns from NO_COLOR and TERM=dumb that colour is unwanted", async () => {
  const noColor = async (env: Record<string, string>) =>
    (await script(`terminal.stdout.write(String(terminal.noColor));`, { env })).stdout;
  assert.equal(await noColor({ TERM: "xterm" }), "false");
  assert.equal(await noColor({ TERM: "xterm", NO_COLOR: "1" }), "true");
  assert.equal(await noColor({ TERM: "dumb" }), "true");
});
