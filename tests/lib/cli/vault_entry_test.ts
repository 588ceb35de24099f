import assert from "node:assert/strict";
import { CliError } from "../../../lib/cli/exit.ts";
import { type Installation, withInstallation } from "../../../lib/cli/installation.ts";
import {
  askNewPassword,
  enterQuietly,
  enterVault,
  keyFilePath,
  passwordFromEnvironment,
} from "../../../lib/cli/vault_entry.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { type FakeContext, fakeContext } from "../../support/cli_context.ts";
import { flowError } from "../../support/flow_error.ts";
import { type TempDir, tempDir } from "../../support/temp.ts";

const PASSWORD = "correct horse battery";
const GIVEN = { FLOWGATE_MASTER_PASSWORD: PASSWORD };

interface Where {
  readonly folder: TempDir;
  readonly env?: Record<string, string>;
  readonly typed?: readonly string[];
}

/** Works on the installation of a folder; gives what the work gave and what was said. */
async function inside<Result>(
  { folder, ...how }: Where,
  work: (installation: Installation, context: FakeContext) => Promise<Result>,
): Promise<{ result: Result; said: string }> {
  const context = fakeContext({ cwd: folder.path, ...how });
  const result = await withInstallation(context, "make", (found) => work(found, context));
  return { result, said: context.shown.stderr };
}

const enter = async (installation: Installation, context: FakeContext) => {
  const password = await enterVault(installation, context);
  return { password: password?.reveal() ?? null, state: installation.vault.state };
};

async function withKeyFile(folder: TempDir): Promise<string> {
  const yaml = "security: {master_key_path: ./master.key}";
  await Deno.writeTextFile(folder.file("flow_llm_router.yaml"), yaml);
  return folder.file("master.key");
}

Deno.test("enterVault makes the vault and opens it by the environment or by asking", async () => {
  await using folder = await tempDir();

  const made = await inside({ folder, env: GIVEN }, enter);
  const again = await inside({ folder, env: GIVEN }, enter);
  const asked = await inside({ folder, typed: ["wrong password", PASSWORD] }, enter);

  const open = { password: PASSWORD, state: "unlocked" };
  assert.deepEqual([made.result, again.result, asked.result], [open, open, open]);
  assert.match(made.said, /The vault is made; its master password is the one in FLOWGATE/);
  assert.equal(again.said, "");
  assert.match(asked.said, /The master password is wrong\. Try again\./);
});

Deno.test("enterVault asks nobody when the environment's password is wrong", async () => {
  await using folder = await tempDir();
  await inside({ folder, env: GIVEN }, enter);

  const env = { FLOWGATE_MASTER_PASSWORD: "another password" };
  const opening = inside({ folder, env, typed: [PASSWORD] }, enter);

  await assert.rejects(
    opening,
    flowError("wrong_password", /in FLOWGATE_MASTER_PASSWORD is wrong/),
  );
});

Deno.test("enterVault writes the key file that is asked for, and then needs no password", async () => {
  await using folder = await tempDir();
  const path = await withKeyFile(folder);

  await inside({ folder, env: GIVEN }, enter);

  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  assert.deepEqual((await inside({ folder }, enter)).result, { password: null, state: "unlocked" });
});

Deno.test("enterVault warns of a key file that cannot be used and goes on with the password", async () => {
  await using folder = await tempDir();
  const path = await withKeyFile(folder);
  await inside({ folder, env: GIVEN }, enter);
  await Deno.chmod(path, 0o644);

  const { result, said } = await inside({ folder, env: GIVEN }, enter);

  assert.equal(result.state, "unlocked");
  assert.match(said, /^warning: Cannot use the key file .*others may read it/);
  assert.match(said, /\nwarning: The key file was not written: /);
});

Deno.test("enterVault leaves no key file unless it is asked for", async () => {
  await using folder = await tempDir();
  const { result } = await inside({ folder, env: GIVEN }, (installation, context) => {
    return Promise.resolve(keyFilePath(installation, context));
  });
  await inside({ folder, env: GIVEN }, enter);
  const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.equal(result, null);
  assert.deepEqual(names.filter((name) => !name.startsWith("data.db")), []);
});

Deno.test("enterQuietly asks nobody and says what stood in the way", async () => {
  await using folder = await tempDir();
  const path = await withKeyFile(folder);
  await inside({ folder, env: GIVEN }, enter);
  const quietly = async (env: Record<string, string>) =>
    (await inside({ folder, env, typed: [PASSWORD] }, enterQuietly)).result;

  assert.deepEqual(await quietly({}), { by: "key file", problems: [] });
  await Deno.remove(path);
  assert.deepEqual(await quietly({}), { by: null, problems: [] });
  assert.deepEqual(await quietly(GIVEN), { by: "password", problems: [] });
  await Deno.writeTextFile(path, "nonsense", { mode: 0o600 });
  const { by, problems } = await quietly({ FLOWGATE_MASTER_PASSWORD: "wrong password" });
  assert.equal(by, null);
  assert.match(problems.join("\n"), /no key file of this program.*\n.*MASTER_PASSWORD is wrong/);
});

Deno.test("askNewPassword wants ten characters, the same twice", async () => {
  const ask = async (...typed: string[]) =>
    (await askNewPassword(fakeContext({ typed }), "--new-password-stdin")).reveal();

  assert.equal(await ask("long enough 1", "long enough 1"), "long enough 1");
  await assert.rejects(ask("123456789"), flowError("invalid_request", /10 to 1024/));
  await assert.rejects(ask("long enough 1", "long enough 2"), (error) => {
    return error instanceof CliError && error.exitCode === 1;
  });
});

Deno.test("passwordFromEnvironment takes an empty variable for none", () => {
  const read = (env: Record<string, string>) => passwordFromEnvironment(fakeContext({ env }));
  assert.equal(read({}), null);
  assert.equal(read({ FLOWGATE_MASTER_PASSWORD: "" }), null);
  assert.ok(read(GIVEN) instanceof Secret);
});
