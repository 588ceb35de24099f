import assert from "node:assert/strict";
import { cliFolder, MASTER_PASSWORD } from "../../../support/cli_folder.ts";

const NEXT = "another long password";
const ADD = ["add-key", "--provider", "openai", "--key-stdin"];

Deno.test("passwd changes the password by asking, and from stdin", async () => {
  await using folder = await cliFolder();
  await folder.run(ADD, { input: "sk-0123456789" });

  const asked = await folder.run(["passwd"], { env: {}, typed: [MASTER_PASSWORD, NEXT, NEXT] });
  assert.deepEqual([asked.code, asked.stdout], [0, ""], asked.stderr);
  const old = await folder.run(ADD, { input: "sk-0123456789" });
  assert.equal(old.code, 4);

  const env = { FLOWGATE_MASTER_PASSWORD: NEXT };
  const piped = ["change-password", "--new-password-stdin"];
  const back = await folder.run(piped, { env, input: `${MASTER_PASSWORD}\n` });
  assert.equal(back.code, 0);
  assert.match(back.stderr, /FLOWGATE_MASTER_PASSWORD must be changed as well/);
  assert.equal((await folder.run(ADD, { input: "sk-0123456789" })).code, 0);
  const said = asked.stderr + back.stderr;
  assert.ok(!said.includes(NEXT) && !said.includes(MASTER_PASSWORD));
});

Deno.test("passwd changes nothing for a wrong, short or mistyped password", async () => {
  await using folder = await cliFolder();
  await folder.run(ADD, { input: "sk-0123456789" });
  const cases: [string[], number, RegExp][] = [
    [["not the password", NEXT, NEXT], 4, /master password is wrong/],
    [[MASTER_PASSWORD, "short"], 2, /needs 10 to 1024/],
    [[MASTER_PASSWORD, NEXT, `${NEXT}!`], 1, /differ/],
  ];
  for (const [typed, expected, said] of cases) {
    const { code, stderr } = await folder.run(["passwd"], { env: {}, typed });
    assert.equal(code, expected);
    assert.match(stderr, said);
  }
  assert.equal((await folder.run(ADD, { input: "sk-0123456789" })).code, 0);
});

Deno.test("passwd needs a vault, and a terminal or flags", async () => {
  await using folder = await cliFolder();
  assert.equal((await folder.run(["passwd"])).code, 1);
  await folder.run(["tokens", "create", "a"]);
  const none = await folder.run(["passwd"]);
  assert.deepEqual([none.code, /no master password yet/.test(none.stderr)], [4, true]);

  await folder.run(ADD, { input: "sk-0123456789" });
  const script = await folder.run(["passwd"], { env: {} });
  assert.deepEqual([script.code, /FLOWGATE_MASTER_PASSWORD/.test(script.stderr)], [2, true]);
  const half = await folder.run(["passwd"]);
  assert.deepEqual([half.code, /--new-password-stdin/.test(half.stderr)], [2, true]);
});
