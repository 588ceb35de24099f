/** Coding agents as they come from npm, each finishing a task through the real process. */
import assert from "node:assert/strict";
import { faultsOf } from "../../tools/agents/examine.ts";
import { installRequired, REQUIRED_RUNS } from "../../tools/agents/required.ts";
import { run } from "../../tools/agents/run.ts";
import { WITH_AIMOCK } from "../support/aimock.ts";

for (const [agent, shape] of REQUIRED_RUNS) {
  const program = await installRequired(agent);
  Deno.test({
    ...WITH_AIMOCK,
    name: `${agent.title} writes a file through a provider that speaks ${shape}`,
    ignore: program === null,
    async fn() {
      const done = await run(agent, shape, program ?? "");

      assert.deepEqual(faultsOf(done), [], done.gatewaySaid);
    },
  });
}
