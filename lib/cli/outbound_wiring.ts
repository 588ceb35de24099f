/**
 * What the admin API needs to reach providers: calls, model tests, searches.
 *
 * @module
 */
import type { ApiParts } from "../../routes/api/parts.ts";
import type { CallerTokenRegister } from "../auth/caller_tokens.ts";
import { CHAT, EMBEDDINGS } from "../formats/openai_chat/endpoints.ts";
import type { Directory } from "../gateway/directory.ts";
import { Fallbacks } from "../gateway/fallbacks.ts";
import { Gateway } from "../gateway/gateway.ts";
import { KeyHealth } from "../gateway/key_health.ts";
import type { GatewayParts } from "../gateway/parts.ts";
import { searchAt } from "../gateway/search_call.ts";
import { SearchDesk } from "../gateway/search_desk.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { providerCalls } from "./outbound.ts";

/** How long a model may take to begin its answer to a test, ms. */
const TEST_PATIENCE_MS = 60_000;
/** Tags of the rows that tests leave. */
const TEST_TAGS = { source: "model_test" };

/** Wires them around the running gateway's own parts. */
export function wireOutbound(
  gateway: GatewayParts,
  { store: { db }, vault, tokens }: {
    readonly store: Pick<Store, "db">;
    readonly vault: Vault;
    readonly tokens: CallerTokenRegister;
  },
): Pick<ApiParts, "outbound" | "search"> {
  const call = providerCalls();
  const tester = new Gateway(testerParts(gateway));
  const { clock, newId, log, recorder, metrics, settings, admit } = gateway;
  return {
    outbound: {
      call,
      keyHealth: gateway.keyHealth,
      tryModel: (path, body) =>
        tester.handle(path === CHAT.path ? CHAT : EMBEDDINGS, {
          request: new Request(`http://gateway${path}`, {
            method: "POST",
            headers: {
              "content-type": "application/json",
              "x-flow-tags": Object.entries(TEST_TAGS).map((tag) => tag.join("=")).join(","),
            },
            body: JSON.stringify(body),
          }),
          clientIp: null,
        }),
      searchAt: (provider, search) => searchAt(call, provider, search),
    },
    search: new SearchDesk({
      db,
      vault,
      clock,
      newId,
      log,
      call,
      recorder,
      metrics,
      settings,
      admit,
      isOpen: () => tokens.isOpen,
    }),
  };
}

/**
 * A gateway beside the one that callers use: any model may be asked, once, and what becomes of it says
 * nothing about keys, since it is about one model.
 */
function testerParts(gateway: GatewayParts): GatewayParts {
  const policy = () => ({ ...gateway.attempts().policy, maxAttempts: 1, sameKeyRetries: 0 });
  const fallbacks = new Fallbacks({});
  const { clock, log } = gateway;
  return {
    ...gateway,
    directory: () => testDirectory(gateway.directory()),
    attempts: () => ({ policy: policy(), fallbacks }),
    router: () => {
      const state = gateway.router();
      return { ...state, settings: { ...state.settings, strategy: "off" } };
    },
    keyHealth: new KeyHealth({ policy, clock, log }),
    history: null,
    admit: () => null,
  };
}

function testDirectory(directory: Directory): Directory {
  const providers = [...directory.providers].map(([id, entry]) => {
    const headersMs = Math.min(entry.limits.headersMs, TEST_PATIENCE_MS);
    return [id, { ...entry, limits: { ...entry.limits, headersMs } }] as const;
  });
  return { ...directory, providers: new Map(providers), isStrict: false };
}
