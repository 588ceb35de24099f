import assert from "node:assert/strict";
import { cliFolder } from "../../../support/cli_folder.ts";

Deno.test("models alias sets, shows and removes names", async () => {
  await using folder = await cliFolder();

  const set = await folder.run(["models", "alias", "fast", "groq/a"]);
  assert.deepEqual([set.code, set.stderr], [0, "'fast' stands for groq/a.\n"]);
  assert.deepEqual((await folder.json(["models", "alias"]))["aliases"], [
    { alias: "fast", target: "groq/a" },
  ]);
  assert.equal((await folder.run(["models", "alias", "fast"])).code, 2);
  assert.equal((await folder.run(["models", "alias", "fast", "--remove"])).code, 0);
  assert.deepEqual((await folder.json(["models", "alias"]))["aliases"], []);
});

Deno.test("models price adds prices for a time and removes them by id", async () => {
  await using folder = await cliFolder();
  const flags = ["--price", "input_mtok=0.2", "--price", "output_mtok=0.8"];

  const { prices } = await folder.json([
    ...["models", "price", "lab/m", ...flags],
    ...["--from", "2027-01-01", "--until", "2028-01-01", "--note", "contract"],
  ]);
  const { id, ...price } = Object(prices)[0];
  assert.deepEqual(price, {
    model: "lab/m",
    prices: { input_mtok: 0.2, output_mtok: 0.8 },
    valid_from: "2027-01-01T00:00:00.000Z",
    valid_until: "2028-01-01T00:00:00.000Z",
    note: "contract",
  });
  assert.equal((await folder.run(["models", "price", "lab/m", "--price", "free"])).code, 2);
  assert.deepEqual((await folder.json(["models", "price", id, "--remove"]))["prices"], []);
});

Deno.test("models strict shows and sets whether only enabled models may be asked for", async () => {
  await using folder = await cliFolder();

  assert.equal((await folder.json(["models", "strict"]))["strict"], false);
  assert.equal((await folder.json(["models", "strict", "on"]))["strict"], true);
  assert.equal((await folder.json(["models", "strict"]))["strict"], true);
  assert.equal((await folder.run(["models", "strict", "maybe"])).code, 2);
});
