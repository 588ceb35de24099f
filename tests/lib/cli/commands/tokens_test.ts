import assert from "node:assert/strict";
import { hashToken } from "../../../../lib/auth/caller_tokens.ts";
import { listCallerTokens } from "../../../../lib/store/caller_tokens.ts";
import { cliFolder } from "../../../support/cli_folder.ts";

Deno.test("tokens create prints the token alone on stdout, and talk on stderr", async () => {
  await using folder = await cliFolder();

  const first = await folder.run(["tokens", "create", "laptop"], { env: {} });
  const second = await folder.run(["tokens", "create", "ci", "-q"], { env: {} });

  assert.match(first.stdout, /^fgt_[\w-]{43}\n$/);
  assert.match(first.stderr, /shown only now.*\nFrom now on every request needs a token/);
  assert.match(second.stdout, /^fgt_[\w-]{43}\n$/);
  assert.equal(second.stderr, "");
  const hashes = await folder.withStore(async ({ db }) =>
    (await listCallerTokens(db)).map(({ tokenHash }) => tokenHash.toHex())
  );
  const shown = [first, second].map(({ stdout }) => hashToken(stdout.trim()).toHex());
  assert.deepEqual(hashes, shown);
});

Deno.test("tokens create --json and list have stable shapes", async () => {
  await using folder = await cliFolder();

  const made = await folder.json(["tokens", "create", "laptop", "--expires", "2099-12-31"]);
  const { schema, caller_tokens } = await folder.json(["tokens", "list"]);

  assert.match(String(made["token"]), /^fgt_/);
  assert.deepEqual([schema, caller_tokens], [1, [made["caller_token"]]]);
  const { id, created_at, ...rest } = Object(made["caller_token"]);
  assert.match(`${id} ${created_at}`, /^[0-9a-f-]{36} \d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(rest, {
    name: "laptop",
    prefix: String(made["token"]).slice(0, 12),
    enabled: true,
    expired: false,
    expires_at: "2099-12-31T00:00:00.000Z",
    last_used_at: null,
    allowed_models: null,
    allowed_providers: null,
    tags: null,
    log_bodies: true,
  });
});

Deno.test("tokens list shows beginnings and states, no token", async () => {
  await using folder = await cliFolder();
  const token = (await folder.run(["tokens", "create", "laptop"])).stdout.trim();
  await folder.run(["tokens", "disable", "laptop"]);

  const { stdout } = await folder.run(["tokens", "list"]);

  const row = stdout.split("\n")[1]?.split(/ {2,}/);
  assert.deepEqual(row?.slice(0, 5), [
    "laptop",
    `${token.slice(0, 12)}…`,
    "disabled",
    "never",
    "never",
  ]);
  assert.ok(!stdout.includes(token));
});

Deno.test("tokens disable, enable and delete act on the token that is meant", async () => {
  await using folder = await cliFolder();
  const token = (await folder.run(["tokens", "create", "a"])).stdout.trim();

  const off = await folder.json(["tokens", "disable", "a"]);
  assert.equal(Object(off["caller_token"]).enabled, false);
  assert.equal((await folder.run(["tokens", "enable", token.slice(0, 12)])).code, 0);

  const gone = await folder.run(["tokens", "delete", token, "--yes"]);
  assert.equal(gone.code, 0);
  assert.match(gone.stderr, /'a' is deleted\.\nwarning: That was the last token.*stays closed/);
  assert.ok(!gone.stderr.includes(token));
  assert.deepEqual((await folder.json(["tokens", "list"]))["caller_tokens"], []);
});

Deno.test("tokens gives 2 for wrong usage and 1 for a token that is not there", async () => {
  await using folder = await cliFolder();
  await folder.run(["tokens", "create", "a"]);
  const cases: [string[], number, RegExp][] = [
    [["create", " "], 2, /blank/],
    [["create", "x", "--expires", "soon"], 2, /--expires takes a duration/],
    [["create", "x", "--expires", "2001-01-01"], 2, /expired already/],
    [["disable", "b"], 1, /no caller token 'b'. There are: a\./],
    [["delete", "a"], 2, /--yes/],
  ];
  for (const [args, code, said] of cases) {
    const result = await folder.run(["tokens", ...args]);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, said);
  }
});

Deno.test("tokens create warns when the configuration needs none", async () => {
  await using folder = await cliFolder({ security: { caller_tokens: "open" } });
  const { stderr } = await folder.run(["tokens", "create", "a"]);
  assert.match(stderr, /warning: security\.caller_tokens is 'open'/);
});

Deno.test("tokens create takes limits, tags and privacy; rotate keeps them", async () => {
  await using folder = await cliFolder();
  const flags = ["--models", "fast,openai/*", "--providers", "openai", "--tag", "team=search"];

  const made = await folder.json(["tokens", "create", "ci", ...flags, "--no-log-bodies"]);
  const rotated = await folder.json(["tokens", "rotate", "ci"]);

  const { prefix: _, ...before } = Object(made["caller_token"]);
  assert.deepEqual(before.allowed_models, ["fast", "openai/*"]);
  assert.deepEqual(before.allowed_providers, ["openai"]);
  assert.deepEqual([before.tags, before.log_bodies], [{ team: "search" }, false]);
  const { prefix, ...after } = Object(rotated["caller_token"]);
  assert.deepEqual(after, before);
  assert.notEqual(rotated["token"], made["token"]);
  assert.equal(String(rotated["token"]).slice(0, 12), prefix);
});
