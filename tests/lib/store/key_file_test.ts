import assert from "node:assert/strict";
import { readKeyFile, writeKeyFile } from "../../../lib/store/key_file.ts";
import { flowError } from "../../support/flow_error.ts";
import { tempDir } from "../../support/temp.ts";

const VAULT = "a".repeat(32);
const KEY = new Uint8Array(32).fill(7);
const modeOf = async (path: string) => ((await Deno.stat(path)).mode ?? 0) & 0o777;
const names = async (folder: string) => {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(folder)) found.push(name);
  return found;
};

Deno.test("readKeyFile gives back what writeKeyFile wrote, in a folder it made", async () => {
  await using dir = await tempDir();
  const path = dir.file("deep/master.key");
  await writeKeyFile(path, { vaultId: VAULT, key: KEY });

  assert.deepEqual(await readKeyFile(path, VAULT), KEY);
  assert.equal(await modeOf(path), 0o600);
  assert.equal(await modeOf(dir.file("deep")), 0o700);
  assert.deepEqual(await names(dir.file("deep")), ["master.key"]);
});

Deno.test("readKeyFile gives null when there is no file", async () => {
  await using dir = await tempDir();

  assert.equal(await readKeyFile(dir.file("none"), VAULT), null);
});

Deno.test("readKeyFile refuses a file that others may read or write", async () => {
  await using dir = await tempDir();
  const path = dir.file("master.key");
  await writeKeyFile(path, { vaultId: VAULT, key: KEY });

  for (const mode of [0o640, 0o604, 0o620, 0o644, 0o666, 0o601]) {
    await Deno.chmod(path, mode);
    await assert.rejects(readKeyFile(path, VAULT), flowError("config_invalid", /chmod 600/));
  }
  await Deno.chmod(path, 0o400);
  assert.deepEqual(await readKeyFile(path, VAULT), KEY);
});

Deno.test("readKeyFile refuses the file of another vault, writeKeyFile leaves it alone", async () => {
  await using dir = await tempDir();
  const path = dir.file("master.key");
  await writeKeyFile(path, { vaultId: VAULT, key: KEY });
  const other = "b".repeat(32);
  const expected = flowError("config_invalid", /belongs to the vault a+, this database/);

  await assert.rejects(readKeyFile(path, other), expected);
  await assert.rejects(writeKeyFile(path, { vaultId: other, key: KEY }), expected);
  assert.deepEqual(await readKeyFile(path, VAULT), KEY);
});

Deno.test("readKeyFile refuses what is no key file, without repeating it", async () => {
  await using dir = await tempDir();
  const path = dir.file("master.key");
  const good = { format: "flow-llm-router key file v1", vault_id: VAULT, key: KEY.toBase64() };
  const bad = [
    "",
    "sk-some-secret",
    "null",
    "{}",
    JSON.stringify({ ...good, format: "other" }),
    JSON.stringify({ ...good, vault_id: 1 }),
    JSON.stringify({ ...good, key: "!!" }),
    JSON.stringify({ ...good, key: "AAAA" }),
  ];

  for (const text of bad) {
    await Deno.writeTextFile(path, text, { mode: 0o600 });
    await assert.rejects(readKeyFile(path, VAULT), (thrown) => {
      flowError("config_invalid", /no key file/)(thrown);
      return thrown instanceof Error && !thrown.message.includes("some-secret");
    });
  }
  await assert.rejects(readKeyFile(dir.path, VAULT), flowError("config_invalid", /no file/));
});

Deno.test("writeKeyFile does not follow a link planted at its temporary name", async () => {
  await using dir = await tempDir();
  const target = dir.file("target");
  await Deno.writeTextFile(target, "before");
  await Deno.symlink(target, dir.file(`.${VAULT}.${Deno.pid}.tmp`));

  await assert.rejects(
    writeKeyFile(dir.file("master.key"), { vaultId: VAULT, key: KEY }),
    Deno.errors.AlreadyExists,
  );
  assert.equal(await Deno.readTextFile(target), "before");
});
