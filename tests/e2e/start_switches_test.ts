/** What files and environment variables decide at the start: the vault, and who needs a token. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { addToken, MASTER_PASSWORD, prepareGatewayFolder } from "../support/gateway_folder.ts";
import { runCommand, startIn } from "../support/live_gateway.ts";
import { rawRequest } from "../support/raw_client.ts";

const CHAT = "/v1/chat/completions";
const MESSAGES = [{ role: "user", content: "Hi" }];
const KEY_FILE = "vault.key";

const right = { FLOWGATE_MASTER_PASSWORD: MASTER_PASSWORD };
const wrong = { FLOWGATE_MASTER_PASSWORD: "not the password" };

interface UnlockCase {
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is done to the key file before the start. */
  readonly keyFile: (path: string) => Promise<void>;
  readonly status: 200 | 503;
  /** What the start says of it. */
  readonly says: RegExp;
}

const keep = () => Promise.resolve();
const remove = (path: string) => Deno.remove(path);
const openUp = (path: string) => Deno.chmod(path, 0o644);
const ofAnotherVault = async (path: string) => {
  const content = JSON.parse(await Deno.readTextFile(path));
  const text = JSON.stringify(content).replace(/[0-9a-f]{32}/, "0".repeat(32));
  await Deno.writeTextFile(path, text);
};

const UNLOCKING: readonly UnlockCase[] = [
  { what: "neither", env: {}, keyFile: remove, status: 503, says: /Vault +locked/ },
  { what: "the password", env: right, keyFile: remove, status: 200, says: /Vault +unlocked/ },
  { what: "a wrong password", env: wrong, keyFile: remove, status: 503, says: /password is wrong/ },
  { what: "the key file", env: {}, keyFile: keep, status: 200, says: /Vault +unlocked/ },
  { what: "the key file first", env: wrong, keyFile: keep, status: 200, says: /Vault +unlocked/ },
  { what: "no key file that others can read", env: {}, keyFile: openUp, status: 503, says: /600/ },
  {
    what: "the password beside such a file",
    env: right,
    keyFile: openUp,
    status: 200,
    says: /Vault +unlocked/,
  },
  {
    what: "no key file of another vault",
    env: {},
    keyFile: ofAnotherVault,
    status: 503,
    says: /belongs to/,
  },
];

Deno.test({
  name: "the vault is unlocked at the start by key file, then by password, else not",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    await using simulator = await startSimulator();
    for (const { what, env, keyFile, status, says } of UNLOCKING) {
      await t.step(`${what}: ${status}`, async () => {
        await using folder = await prepareGatewayFolder({
          providers: { sim: simulator.baseUrl },
          config: { security: { master_key_path: `./${KEY_FILE}` } },
        });
        await runCommand(folder, ["add-key", "--provider", "sim", "--key-stdin"], "sk-switches\n");
        await keyFile(`${folder.path}/${KEY_FILE}`);
        const { FLOWGATE_MASTER_PASSWORD: _, ...bare } = folder.env;
        await using gateway = await startIn({ ...folder, env: { ...bare, ...env } });

        const body = { model: "sim/m", messages: MESSAGES };
        const answer = await rawRequest(gateway.url + CHAT, { body });

        assert.equal(answer.status, status);
        assert.match(gateway.said(), says);
        const key = simulator.requests.at(-1)?.header("authorization");
        if (status === 200) assert.equal(key, "Bearer sk-switches");
        simulator.clear();
      });
    }
  },
});

const ENFORCE = { FLOW_LLM_ROUTER_ENFORCE_CALLER_TOKENS: "yes" };
const DISABLE = { FLOW_LLM_ROUTER_DISABLE_CALLER_TOKENS: "1" };

/** Setting, environment, whether a token exists, what a caller without one gets. */
const POLICIES: readonly (readonly [string, Readonly<Record<string, string>>, boolean, number])[] =
  [
    ["auto", DISABLE, true, 200],
    ["auto", { ...DISABLE, ...ENFORCE }, true, 401],
    ["open", ENFORCE, true, 401],
    ["open", ENFORCE, false, 200],
    ["required", {}, false, 401],
    ["required", DISABLE, false, 200],
  ];

Deno.test("enforcing beats disabling, and both beat the configuration", async (t) => {
  await using simulator = await startSimulator();
  await using folder = await prepareGatewayFolder({ providers: { sim: simulator.baseUrl } });
  const inOrder = POLICIES.toSorted(([, , a], [, , b]) => Number(a) - Number(b));
  let hasToken = false;
  for (const [caller_tokens, env, needsToken, status] of inOrder) {
    const switches = Object.keys(env).map((name) => name.split("_")[3]).join(" and ") ||
      "no switch";
    const tokens = needsToken ? "a token" : "no token yet";
    await t.step(`${caller_tokens}, ${switches}, ${tokens}: ${status}`, async () => {
      if (needsToken && !hasToken) await folder.withStore((store) => addToken(store, "app"));
      hasToken ||= needsToken;
      await folder.configure({ security: { caller_tokens } });
      await using gateway = await startIn(folder, { env });

      const body = { model: "sim/m", messages: MESSAGES };
      assert.equal((await rawRequest(gateway.url + CHAT, { body })).status, status);
    });
  }
});
