/**
 * Keeps the request path's view of the world up to date with the database and the vault.
 *
 * @module
 */
import { STRICT_MODELS_SETTING } from "../admin/catalog_settings.ts";
import { formatOfKey } from "../admin/key_format.ts";
import { type CallerTokenRegister, TOKENS_EXISTED_SETTING } from "../auth/caller_tokens.ts";
import type { TokenPolicy } from "../auth/token_policy.ts";
import type { Config } from "../config/schema.ts";
import { ModelScope } from "../domain/model_scope.ts";
import type { Log } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import { buildDirectory, type DirectoryParts, type StoredKey } from "../gateway/build_directory.ts";
import type { CatalogModel, Directory } from "../gateway/directory.ts";
import { listCallerTokens } from "../store/caller_tokens.ts";
import { listModelAliases } from "../store/model_aliases.ts";
import { listModelPrices } from "../store/model_prices.ts";
import { listProviderKeys, type StoredProviderKey } from "../store/provider_keys.ts";
import { listProviderModels, type StoredProviderModel } from "../store/provider_models.ts";
import { getSetting } from "../store/settings.ts";
import type { Store } from "../store/store.ts";
import { OwnPrices } from "../usage/own_model_prices.ts";
import type { Vault } from "../vault/vault.ts";

/** What the source reads from. */
export interface DirectorySourceParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly tokens: CallerTokenRegister;
  readonly log: Log;
  readonly config: () => Config;
  readonly tokenPolicy: () => TokenPolicy;
  /** Called when a new directory is in place: what was kept of the old one's keys must go. */
  readonly onReplaced: () => void;
}

/** Holds the current directory; `reload` replaces it. */
export class DirectorySource {
  #current: Directory;
  /** Opened secrets by key id, so that a reload opens only what changed. */
  #opened = new Map<string, { readonly updatedAtMs: number; readonly secret: Secret }>();
  #running: Promise<void> | null = null;
  #again = false;

  constructor(private readonly parts: DirectorySourceParts) {
    this.#current = this.#build([], { models: [] });
  }

  get current(): Directory {
    return this.#current;
  }

  /** Reads everything anew. Calls during a running reload are served by one more after it. */
  reload(): Promise<void> {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#reloadUntilQuiet().finally(() => this.#running = null);
    return this.#running;
  }

  async #reloadUntilQuiet(): Promise<void> {
    do {
      this.#again = false;
      await this.#reloadOnce();
    } while (this.#again);
  }

  async #reloadOnce(): Promise<void> {
    const { store: { db }, vault, tokens, tokenPolicy } = this.parts;
    await vault.load();
    const [keys, callerTokens, existed, catalog] = await Promise.all([
      listProviderKeys(db),
      listCallerTokens(db),
      getSetting(db, TOKENS_EXISTED_SETTING),
      readCatalog(db),
    ]);
    if (vault.state !== "unlocked") this.#opened.clear();
    const usable = await Promise.all(
      keys.filter((key) => key.enabled).map((key) => this.#storedKey(key)),
    );
    this.#current = this.#build(usable.filter((key) => key !== null), catalog);
    this.parts.onReplaced();
    tokens.replace({
      tokens: callerTokens.map((token) => ({
        ...token,
        hash: token.tokenHash,
        scope: new ModelScope(token.allowedModels, token.allowedProviders),
      })),
      everExisted: existed === true,
      policy: tokenPolicy(),
    });
  }

  #build(keys: readonly StoredKey[], catalog: Catalog): Directory {
    const { upstream, providers } = this.parts.config();
    return buildDirectory({
      vault: this.parts.vault.state,
      configured: providers,
      keys,
      ...catalog,
      limits: {
        connectMs: upstream.connect_timeout_ms,
        headersMs: upstream.header_timeout_ms,
        idleMs: upstream.idle_timeout_ms,
      },
    });
  }

  /** Null for a key that cannot be opened although the vault is: it is reported and left out. */
  async #storedKey(stored: StoredProviderKey): Promise<StoredKey | null> {
    const isSealed = stored.sealedKey !== null && this.parts.vault.state !== "unlocked";
    let secret: Secret | null = null;
    if (stored.sealedKey !== null && !isSealed) {
      try {
        secret = await this.#open(stored, stored.sealedKey);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        this.parts.log.error("A provider key cannot be opened and is not used", {
          provider: stored.provider,
          label: stored.label,
          problem,
        });
        return null;
      }
    }
    const format = formatOfKey(stored);
    return {
      provider: stored.provider,
      sealed: isSealed,
      key: {
        id: stored.id,
        label: stored.label,
        secret,
        baseUrl: stored.baseUrl,
        ...(format === null ? {} : { format }),
        weight: stored.weight,
        priority: stored.priority,
      },
    };
  }

  async #open(stored: StoredProviderKey, sealed: Uint8Array<ArrayBuffer>): Promise<Secret> {
    const known = this.#opened.get(stored.id);
    if (known !== undefined && known.updatedAtMs === stored.updatedAtMs) return known.secret;
    const secret = await this.parts.vault.open(stored.id, sealed);
    this.#opened.set(stored.id, { updatedAtMs: stored.updatedAtMs, secret });
    return secret;
  }
}

type Catalog = Pick<DirectoryParts, "models" | "aliases" | "prices" | "isStrict">;

async function readCatalog(db: Store["db"]): Promise<Catalog> {
  const [models, aliases, prices, isStrict] = await Promise.all([
    listProviderModels(db),
    listModelAliases(db),
    listModelPrices(db),
    getSetting(db, STRICT_MODELS_SETTING),
  ]);
  return {
    models: models.map(catalogModel),
    aliases: new Map(aliases.map(({ alias, target }) => [alias, target])),
    prices: new OwnPrices(prices),
    isStrict: isStrict === true,
  };
}

function catalogModel(model: StoredProviderModel): CatalogModel {
  return {
    provider: model.provider,
    modelId: model.modelId,
    ...(model.displayName === null ? {} : { displayName: model.displayName }),
    ownedBy: model.ownedBy,
    created: model.rawCreated,
    enabled: model.enabled,
    ...(model.missingSinceMs === null ? {} : { missingSinceMs: model.missingSinceMs }),
    ...(model.contextWindow === null ? {} : { contextWindow: model.contextWindow }),
    ...(model.capabilities === null ? {} : { capabilities: model.capabilities }),
  };
}
