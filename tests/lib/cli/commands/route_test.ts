import assert from "node:assert/strict";
import { addRouterConfiguration } from "../../../../lib/store/router_history.ts";
import { cliFolder } from "../../../support/cli_folder.ts";

const ON = { smart_router: { enabled: true, tiers: { MEDIUM: "lab/middle" } } };

Deno.test("route tells tier, model and what made the score", async () => {
  await using folder = await cliFolder(ON);

  const { code, stdout, stderr } = await folder.run(["route", "Please evaluate this"]);

  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^lab\/middle: MEDIUM, complexity score 0\.25\n/);
  assert.match(stdout, /\+ 0\.2500 {2}reasoningMarkers \(evaluate\)/);
});

Deno.test("route --json gives the decision as the log shows it", async () => {
  await using folder = await cliFolder(ON);

  const { decision, is_on, applies } = await folder.json(
    ["route", "--stdin", "--model", "gpt-4o"],
    {
      input: "critically evaluate this\n",
    },
  );

  assert.deepEqual([is_on, applies], [true, false]);
  assert.match(JSON.stringify(decision), /"score":1,"tier":"REASONING"/);
});

Deno.test("route says when a router that is off would not choose", async () => {
  await using folder = await cliFolder();

  const { code, stdout, stderr } = await folder.run(["route", "hello"]);

  assert.equal(code, 0);
  assert.match(stderr, /router is off/);
  assert.match(stdout, /gpt-4o-mini: SIMPLE/);
});

Deno.test("route goes by what was changed while the gateway ran", async () => {
  await using folder = await cliFolder(ON);
  const options = { strategy: "complexity", complexity: { tiers: { SIMPLE: "lab/other" } } };
  await folder.withStore(async ({ db }) => {
    await addRouterConfiguration(db, { changedAtMs: 1, actor: "cli", options, restoredId: null });
  });

  const { stdout } = await folder.run(["route", "hello"]);

  assert.match(stdout, /^lab\/other: SIMPLE/);
});

Deno.test("route wants one prompt, from one place", async () => {
  await using folder = await cliFolder(ON);

  for (const args of [["route"], ["route", "hello", "--stdin"]]) {
    const { code, stderr } = await folder.run(args, { input: "x" });
    assert.equal(code, 2);
    assert.match(stderr, /one argument, or pipe it in with --stdin/);
  }
});
