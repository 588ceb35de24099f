import assert from "node:assert/strict";
import { Secret } from "../../../../lib/domain/secret.ts";
import { listProviderKeys } from "../../../../lib/store/provider_keys.ts";
import { vaultRecords } from "../../../../lib/store/vault_records.ts";
import { Vault } from "../../../../lib/vault/vault.ts";
import { type CliFolder, cliFolder, MASTER_PASSWORD } from "../../../support/cli_folder.ts";
import { randomBytes } from "../../../support/memory_vault.ts";
import { startReplayServer } from "../../../support/replay_server.ts";
import { STILL_CLOCK } from "../../../support/test_store.ts";

const KEY = "sk-proj-Abcdefghij0123456789";
const FROM_STDIN = ["add-key", "--provider", "openai", "--key-stdin"];

/** Label → secret of what is stored, opened with a password. */
function opened(folder: CliFolder, password = MASTER_PASSWORD): Promise<Record<string, string>> {
  return folder.withStore(async ({ db }) => {
    const vault = new Vault({ records: vaultRecords(db), clock: STILL_CLOCK, randomBytes });
    await vault.unlock(new Secret(password));
    const found: Record<string, string> = {};
    for (const { id, provider, label, sealedKey } of await listProviderKeys(db)) {
      const secret = sealedKey === null ? "none" : (await vault.open(id, sealedKey)).reveal();
      found[`${provider}/${label}`] = secret;
    }
    return found;
  });
}

Deno.test("add-key takes the key from stdin and the password from the environment", async () => {
  await using folder = await cliFolder();

  const first = await folder.run(FROM_STDIN, { input: `  ${KEY}\n` });
  const second = await folder.run([...FROM_STDIN, "--label", "team b"], { input: KEY });

  assert.deepEqual([first.code, first.stdout], [0, ""]);
  assert.match(first.stderr, /The vault is made.*\nAdded openai\/default: sk-\.\.\.6789\.\n$/);
  assert.equal(second.stderr, "Added openai/team b: sk-...6789.\n");
  assert.deepEqual(await opened(folder), { "openai/default": KEY, "openai/team b": KEY });
  assert.ok(!Object.values({ ...first, ...second }).join().includes(KEY));
});

Deno.test("add-key --json has a stable shape without the key", async () => {
  await using folder = await cliFolder();

  const { code, stdout } = await folder.run([
    ...FROM_STDIN,
    ...["--base-url", "http://10.0.0.5/v1/", "--weight", "3", "--priority", "2", "--disabled"],
    ...["--format", "openai_responses"],
    "--json",
  ], { input: KEY });

  assert.equal(code, 0);
  const { schema, key, warnings, gateway } = JSON.parse(stdout);
  assert.deepEqual([schema, gateway, warnings.length], [1, null, 1]);
  const { id, created_at, updated_at, ...rest } = key;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(created_at, updated_at);
  assert.match(created_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(rest, {
    provider: "openai",
    label: "default",
    key_masked: "sk-...6789",
    base_url: "http://10.0.0.5/v1",
    format: "openai_responses",
    weight: 3,
    priority: 2,
    enabled: false,
  });
  assert.ok(!stdout.includes(KEY));
});

Deno.test("add-key refuses a format that there is not", async () => {
  await using folder = await cliFolder();

  const { code, stderr } = await folder.run([...FROM_STDIN, "--format", "telex"], { input: KEY });

  assert.equal(code, 2);
  assert.match(stderr, /telex.*auto, openai_chat, openai_responses, anthropic_messages, gemini/);
});

Deno.test("add-key says where an Azure address is to be had from", async () => {
  await using folder = await cliFolder();

  const { code, stderr } = await folder.run(["add-key", "--provider", "azure", "--key-stdin"], {
    input: KEY,
  });

  assert.notEqual(code, 0);
  assert.match(
    stderr,
    /Azure OpenAI.*--base-url https:\/\/RESOURCE\.openai\.azure\.com\/openai\/v1/,
  );
});

Deno.test("add-key refuses a key as an argument, in every way of giving it", async () => {
  await using folder = await cliFolder();
  const ways = [
    [KEY],
    ["openai", KEY],
    ["--key", KEY],
    [`--key=${KEY}`],
    ["--api-key", KEY],
    [`--api-key=${KEY}`],
    ["--secret", KEY],
    ["--password", KEY],
    ["--master-password", KEY],
    ["--provider", "openai", "--key-stdin", KEY],
  ];
  for (const way of ways) {
    const { code, stdout, stderr } = await folder.run(["add-key", ...way], { input: "x" });
    assert.deepEqual([code, stdout], [2, ""], way.join(" "));
    assert.match(stderr, /cannot be given as an argument.*process list.*--key-stdin/);
    assert.ok(!stderr.includes(KEY));
  }
});

Deno.test("add-key asks nobody without a terminal: it names the flag and changes nothing", async () => {
  await using folder = await cliFolder();
  const cases: [string[], string | undefined, Record<string, string>, RegExp][] = [
    [["add-key"], undefined, {}, /Cannot ask for "Provider".*--provider/],
    [FROM_STDIN, KEY, {}, /Cannot ask for "New master password.*FLOWGATE_MASTER_PASSWORD/],
    [FROM_STDIN, "", {}, /--key-stdin found nothing on standard input/],
    [FROM_STDIN, "a b", {}, /white space in its midst/],
    [FROM_STDIN, KEY, { FLOWGATE_MASTER_PASSWORD: "short" }, /needs 10 to 1024 characters/],
    [["add-key", "--provider", "opneai", "--key-stdin"], KEY, {}, /Nearest: openai/],
    [["add-key", "--provider", "openai", "--no-key"], "", {}, /Cannot add OpenAI without a key/],
    [[...FROM_STDIN, "--no-key"], KEY, {}, /exclude each other/],
    [[...FROM_STDIN, "--weight", "x"], KEY, {}, /It must be a whole number/],
    [[...FROM_STDIN, "--base-url", "http://169.254.169.254/"], KEY, {}, /--allow-link-local/],
  ];
  for (const [args, input, env, said] of cases) {
    const how = input === undefined ? { env } : { env, input };
    const { code, stdout, stderr } = await folder.run(args, how);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, said);
  }
  await folder.withStore(async ({ db }) => {
    assert.equal(await vaultRecords(db).load(), null);
    assert.deepEqual(await listProviderKeys(db), []);
  });
});

Deno.test("add-key asks a person for everything and makes the vault", async () => {
  await using folder = await cliFolder();
  const password = "a long enough one";

  const result = await folder.run(["add-key"], {
    env: {},
    typed: [password, password, "opneai", "", "Gemini", "", ` ${KEY} `],
  });

  assert.deepEqual([result.code, result.stdout], [0, ""], result.stderr);
  assert.match(result.stderr, /It cannot be recovered/);
  assert.match(result.stderr, /'opneai' is no built-in provider\. Did you mean openai\?/);
  assert.match(result.stderr, /Key for Google Gemini \(from https:\/\/aistudio/);
  assert.ok(!result.stderr.includes(KEY) && !result.stderr.includes(password));
  assert.deepEqual(await opened(folder, password), { "google/default": KEY });
});

Deno.test("add-key asks only for what is missing", async () => {
  await using folder = await cliFolder();
  await folder.run(FROM_STDIN, { input: KEY });

  const own = ["add-key", "--provider", "mine"];
  const custom = await folder.run(own, { typed: ["https://example.com/v1", "sk-mine-0123456"] });
  const keyless = await folder.run(["add-key", "--provider", "ollama"], { typed: [""] });
  const labelled = await folder.run(["add-key"], { typed: ["groq", "spare", "gsk_0123456789"] });

  assert.deepEqual([custom.code, keyless.code, labelled.code], [0, 0, 0], custom.stderr);
  assert.match(keyless.stderr, /Added ollama\/default: without a key\./);
  assert.deepEqual(await opened(folder), {
    "groq/spare": "gsk_0123456789",
    "mine/default": "sk-mine-0123456",
    "ollama/default": "none",
    "openai/default": KEY,
  });
});

Deno.test("add-key --no-key needs neither vault nor password", async () => {
  await using folder = await cliFolder();

  const { code, stderr } = await folder.run(["add-key", "--provider", "ollama", "--no-key"], {
    env: {},
  });

  assert.deepEqual([code, stderr], [0, "Added ollama/default: without a key.\n"]);
});

Deno.test("add-key gives 4 for a wrong password, to a person after three tries", async () => {
  await using folder = await cliFolder();
  await folder.run(FROM_STDIN, { input: KEY });

  const env = { FLOWGATE_MASTER_PASSWORD: "not the password" };
  const script = await folder.run(FROM_STDIN, { input: KEY, env });
  const person = await folder.run(["add-key"], {
    env: {},
    typed: ["wrong 1", "wrong 2", "wrong 3"],
  });
  const late = await folder.run(["add-key", "--provider", "openai"], {
    env: {},
    typed: ["wrong 1", MASTER_PASSWORD, "sk-second-0123456"],
  });

  assert.equal(script.code, 4);
  assert.match(script.stderr, /password in FLOWGATE_MASTER_PASSWORD is wrong/);
  assert.equal(person.code, 4);
  assert.equal(person.stderr.match(/Try again/g)?.length, 2);
  assert.equal(late.code, 0);
  assert.deepEqual(await opened(folder), {
    "openai/default": KEY,
    "openai/default-2": "sk-second-0123456",
  });
});

Deno.test("add-key refuses two passwords that differ, and gives 1 for a taken label", async () => {
  await using folder = await cliFolder();

  const differ = await folder.run(["add-key"], {
    env: {},
    typed: ["long enough 1", "long enough 2"],
  });
  assert.deepEqual([differ.code, /differ\. Nothing was changed/.test(differ.stderr)], [1, true]);

  await folder.run([...FROM_STDIN, "--label", "a"], { input: KEY });
  const taken = await folder.run([...FROM_STDIN, "--label", "a"], { input: KEY });
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /another one labelled "a"/);
});

Deno.test("add-key unlocks a locked gateway with the password just used", async () => {
  await using server = await startReplayServer({
    body: '{"vault_initialized":true,"vault_unlocked":false}',
  });
  await using folder = await cliFolder({ server: { port: server.port } });

  const result = await folder.json(FROM_STDIN, { input: KEY });

  assert.equal(result["gateway"], "unlocked");
  assert.deepEqual(server.requests.map(({ method, path }) => `${method} ${path}`), [
    "GET /api/auth/status",
    "POST /api/auth/verify",
  ]);
  const sent = new TextDecoder().decode(server.requests[1]?.body);
  assert.deepEqual(JSON.parse(sent), { password: MASTER_PASSWORD });
});

Deno.test("add-key sends its password to nobody but a locked gateway", async () => {
  const answers = [
    ['{"status":"ok"}', null, /^The vault.*\nAdded [^\n]*\n$/],
    ['{"vault_initialized":true,"vault_unlocked":true}', "unlocked", /uses it within a second/],
  ] as const;
  for (const [body, gateway, said] of answers) {
    await using server = await startReplayServer({ body });
    await using folder = await cliFolder({ server: { port: server.port } });

    const { stdout, stderr } = await folder.run([...FROM_STDIN, "--json"], { input: KEY });

    assert.equal(JSON.parse(stdout).gateway, gateway);
    assert.match(stderr, said);
    assert.deepEqual(server.requests.map(({ method }) => method), ["GET"]);
  }
});
