import assert from "node:assert/strict";
import { cliFolder } from "../../../support/cli_folder.ts";

const LINES = Array.from({ length: 60 }, (_, at) =>
  JSON.stringify({
    text: at % 3 === 0 ? "Prove and derive the bound for all n > 2. ".repeat(4) : "Hello",
    bench: at < 45 ? "a" : "b",
    outcomes: { big: 1, small: at % 3 === 0 ? 0 : 1 },
    costs: { big: 0.01, small: 0.001 },
  })).join("\n");

Deno.test("router eval prints every scorer on every bench with enough prompts", async () => {
  await using folder = await cliFolder();
  await Deno.writeTextFile(folder.file("outcomes.jsonl"), LINES);

  const { code, stdout, stderr } = await folder.run(["router", "eval", "outcomes.jsonl"]);

  assert.equal(code, 0, stderr);
  assert.match(stderr, /big \(strong\) over small \(weak\)/);
  const rows = stdout.trim().split("\n").slice(1).map((line) => line.split(/\s+/).slice(0, 3));
  assert.deepEqual(
    rows,
    ["all", "a"].flatMap((bench) =>
      ["random", "length", "complexity", "local"].map((name) => [
        bench,
        bench === "all" ? "60" : "45",
        name,
      ])
    ),
  );
});

Deno.test("router eval --json --svg gives the figures to programs and draws the curve", async () => {
  await using folder = await cliFolder();
  await Deno.writeTextFile(folder.file("outcomes.jsonl"), LINES);
  const args = ["router", "eval", "outcomes.jsonl", "--strong", "big", "--weak", "small"];

  const document = Object(await folder.json([...args, "--svg", "curve.svg"]));

  const { scorers } = document.benches[0];
  assert.deepEqual([document.strong, document.weak], ["big", "small"]);
  assert.deepEqual(scorers[0].apgr, { value: 0.5, low: 0.5, high: 0.5 });
  assert.ok(scorers[3].apgr.value > 0.8, "local tells proofs from greetings");
  assert.ok(scorers[3].cost95 < scorers[3].cost_all_strong);
  assert.match(await Deno.readTextFile(folder.file("curve.svg")), /^<svg .*<\/svg>\s*$/s);
});

Deno.test("router eval says what is wrong with its file or its models", async () => {
  await using folder = await cliFolder();
  await Deno.writeTextFile(folder.file("bad.jsonl"), "{");
  await Deno.writeTextFile(folder.file("good.jsonl"), LINES);
  const table = [
    [["none.jsonl"], /There is no file .*none\.jsonl/],
    [["bad.jsonl"], /line 1: it is no JSON/],
    [["good.jsonl", "--weak", "x"], /no prompt has both/],
    [["good.jsonl", "--weak", "big"], /Name both models/],
  ] as const;
  for (const [args, message] of table) {
    const { code, stderr } = await folder.run(["router", "eval", ...args]);

    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});
