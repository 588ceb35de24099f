/** What use cases of lib/admin work on: a real store in a temporary folder and a quick vault. */
import { AuditLog } from "../../lib/admin/audit.ts";
import type { NewId } from "../../lib/domain/ports.ts";
import type { ConfiguredProviders } from "../../lib/admin/provider_name.ts";
import type { NewProviderKey } from "../../lib/admin/provider_keys.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { Store } from "../../lib/store/store.ts";
import { vaultRecords } from "../../lib/store/vault_records.ts";
import { Vault } from "../../lib/vault/vault.ts";
import { HandClock } from "./hand_clock.ts";
import { PASSWORD, QUICK_ITERATIONS, randomBytes } from "./memory_vault.ts";
import { tempDir } from "./temp.ts";
import { openTestStore, testId } from "./test_store.ts";

/** Parts for every use case; closed and removed when the scope that holds them ends. */
export interface AdminParts extends AsyncDisposable {
  readonly store: Store;
  readonly db: Store["db"];
  /** Unlocked. */
  readonly vault: Vault;
  readonly clock: HandClock;
  readonly newId: NewId;
  readonly randomBytes: typeof randomBytes;
  readonly configured: ConfiguredProviders;
  readonly audit: AuditLog;
  /** Counts in `applied`. */
  readonly applyChanges: () => Promise<void>;
  /** How often changes were put into effect. */
  readonly applied: () => number;
}

export async function openAdmin(configured: ConfiguredProviders = {}): Promise<AdminParts> {
  const folder = await tempDir();
  const store = await openTestStore(folder.file("data.db"));
  const clock = new HandClock();
  let ids = 0;
  const vault = new Vault({
    records: vaultRecords(store.db),
    clock,
    randomBytes,
    iterations: QUICK_ITERATIONS,
  });
  await vault.initialize(PASSWORD);
  const newId = () => testId(++ids);
  let applied = 0;
  return {
    store,
    db: store.db,
    vault,
    clock,
    newId,
    audit: new AuditLog({ db: store.db, clock, newId }),
    applyChanges: () => {
      applied++;
      return Promise.resolve();
    },
    applied: () => applied,
    randomBytes,
    configured,
    async [Symbol.asyncDispose]() {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A key for OpenAI, with what a test wants to be different. */
export function newKey(change: Partial<NewProviderKey> = {}): NewProviderKey {
  return {
    provider: "openai",
    label: null,
    secret: new Secret("sk-0123456789abcdef"),
    baseUrl: null,
    weight: 1,
    priority: 0,
    enabled: true,
    format: "auto",
    allowLinkLocal: false,
    ...change,
  };
}
