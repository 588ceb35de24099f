import assert from "node:assert/strict";
import { registerVersion } from "../../../../lib/cli/commands/version.ts";
import { runFake } from "../../../support/fake_terminal.ts";

Deno.test("version tells version, runtime, platform and make in one line", async () => {
  assert.deepEqual(await runFake(["version"], [registerVersion]), {
    code: 0,
    stdout: "flow-router 1.2.3 deno 2.9.6 x86_64-unknown-linux-gnu source\n",
    stderr: "",
  });
});

Deno.test("version --json has a stable shape", async () => {
  const { stdout } = await runFake(["version", "--json"], [registerVersion]);
  assert.deepEqual(JSON.parse(stdout), {
    schema: 1,
    version: "1.2.3",
    deno: "2.9.6",
    target: "x86_64-unknown-linux-gnu",
    build: "source",
  });
});
