/**
 * Every group of checks, with the state of our own server that it is run against.
 *
 * @module
 */
import { type Simulator, startSimulator } from "../../bench/simulator/simulator.ts";
import { addToken, type GatewaySetup, MASTER_PASSWORD } from "../support/gateway_folder.ts";
import { type LiveGateway, startLiveGateway } from "../support/live_gateway.ts";
import { rawRequest } from "../support/raw_client.ts";
import { waitUntil } from "../support/wait_until.ts";
import { ADMINISTRATION } from "./administration.ts";
import { ADMISSION, LOCKED, OPEN } from "./admission.ts";
import { CATALOG } from "./catalog.ts";
import type { CheckGroup, ListedModel, Subject } from "./check.ts";
import { LOGGING } from "./logging.ts";
import { MODEL_LIST } from "./model_list.ts";
import { PROXYING } from "./proxying.ts";
import { ROUTING } from "./routing.ts";
import { SIGN_IN } from "./sign_in.ts";
import { STATISTICS } from "./statistics.ts";

/** A group, and how our own server has to be for it. */
export interface OurGroup extends CheckGroup {
  readonly start: () => Promise<Subject & AsyncDisposable>;
}

const KEY = "a-provider-key-of-conformance";
const SETUP_CODE = "CONFORMANCE-1234";
const FAMILIES = ["openai", "anthropic", "google", "deepseek", "qwen"];

export const GROUPS: readonly OurGroup[] = [
  {
    ...SIGN_IN,
    start: () => ours({ env: { FLOWGATE_SETUP_CODE: SETUP_CODE } }, { setupCode: SETUP_CODE }),
  },
  { ...OPEN, start: () => ours({}, { open: true }) },
  { ...PROXYING, start: () => ours(keyed(), { families: true, providerKey: KEY }) },
  { ...LOGGING, start: () => ours(keyed(), { families: true }) },
  { ...ROUTING, start: () => ours(keyed(), { password: MASTER_PASSWORD }) },
  {
    ...STATISTICS,
    start: () => ours(keyed(), { password: MASTER_PASSWORD, families: true }),
  },
  { ...MODEL_LIST, start: () => ours({}) },
  { ...ADMISSION, start: () => guarded() },
  { ...ADMINISTRATION, start: () => guarded({ keys: { sim: KEY } }, MASTER_PASSWORD) },
  {
    ...CATALOG,
    start: () => ours({ keys: { sim: KEY } }, { password: MASTER_PASSWORD, providerKey: KEY }),
  },
  {
    ...LOCKED,
    start: () => ours({ ...keyed(), unlocked: false }, { lockedModel: "sim/m" }),
  },
];

/** A key for `sim` and for every family. */
function keyed(): GatewaySetup {
  return { keys: Object.fromEntries(["sim", ...FAMILIES].map((provider) => [provider, KEY])) };
}

async function ours(
  setup: GatewaySetup,
  known: Partial<Subject> = {},
): Promise<Subject & AsyncDisposable> {
  const simulator = await startSimulator();
  const names = ["sim", ...FAMILIES];
  const providers = Object.fromEntries(names.map((name) => [name, simulator.baseUrl]));
  try {
    return subjectOf(await startLiveGateway({ ...setup, providers }), simulator, known);
  } catch (thrown) {
    await simulator.close();
    throw thrown;
  }
}

/** Caller tokens needed, X-Forwarded-For believed, one range listed. */
async function guarded(
  setup: GatewaySetup = {},
  password?: string,
): Promise<Subject & AsyncDisposable> {
  const simulator = await startSimulator();
  const gateway = await startLiveGateway({
    ...setup,
    providers: { sim: simulator.baseUrl },
    config: {
      server: { trusted_proxies: ["127.0.0.1"] },
      security: { ip_whitelist: { mode: "whitelist", allowed_ips: ["203.0.113.0/24"] } },
    },
  });
  const { token, disabledToken } = await gateway.folder.withStore(async (store) => ({
    token: (await addToken(store, "conformance")).token,
    disabledToken: (await addToken(store, "disabled", { enabled: false })).token,
  }));
  await waitUntil("caller tokens are needed", async () => {
    const { status } = await rawRequest(`${gateway.url}/v1/embeddings`, { body: {} });
    return status === 401;
  });
  return subjectOf(gateway, simulator, {
    token,
    disabledToken,
    believesUs: true,
    ...(password === undefined ? {} : { password }),
  });
}

function subjectOf(
  gateway: LiveGateway,
  simulator: Simulator,
  known: Partial<Subject>,
): Subject & AsyncDisposable {
  return {
    url: gateway.url,
    simulator,
    row: gateway.row,
    listModels: (models) => replaceCatalog(gateway, models),
    ...known,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await simulator.close();
    },
  };
}

async function replaceCatalog(
  gateway: LiveGateway,
  models: readonly ListedModel[],
): Promise<void> {
  await gateway.folder.withStore(async ({ db }) => {
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("provider_models").execute();
      for (const { provider, modelId, enabled } of models) {
        await transaction.insertInto("provider_models").values({
          id: crypto.randomUUID(),
          provider,
          model_id: modelId,
          display_name: null,
          owned_by: null,
          raw_created: null,
          enabled: enabled ? 1 : 0,
          synced_at_ms: 0,
        }).execute();
      }
    });
  });
  const shown = models.filter((model) => model.enabled).length;
  await waitUntil("the gateway has seen the new catalog", async () => {
    const { data } = JSON.parse((await rawRequest(`${gateway.url}/v1/models`)).text());
    return data.length === (models.length === 0 ? 4 : shown);
  });
}
