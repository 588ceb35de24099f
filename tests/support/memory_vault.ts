/**
 * A vault on records in memory, with a quick key derivation.
 *
 * @module
 */
import { FlowError } from "../../lib/domain/errors.ts";
import type { RandomBytes } from "../../lib/domain/ports.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { VaultRecord } from "../../lib/vault/key_wrap.ts";
import { Vault, type VaultRecords } from "../../lib/vault/vault.ts";
import { HandClock } from "./hand_clock.ts";

export const PASSWORD = new Secret("correct horse");
export const QUICK_ITERATIONS = 1000;

export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** The port, as the database implements it. */
export class MemoryRecords implements VaultRecords {
  record: VaultRecord | null = null;
  saves = 0;

  async load(): Promise<VaultRecord | null> {
    await Promise.resolve();
    return this.record;
  }

  async save(record: VaultRecord): Promise<void> {
    await Promise.resolve();
    if (this.record !== null && this.record.vaultId !== record.vaultId) {
      throw new FlowError("already_exists", "There is a vault already.");
    }
    this.record = record;
    this.saves++;
  }
}

export function newVault(records = new MemoryRecords(), clock = new HandClock()) {
  const vault = new Vault({ records, clock, randomBytes, iterations: QUICK_ITERATIONS });
  return { vault, records, clock };
}

/** A vault that is set up and unlocked. */
export async function openVault(records = new MemoryRecords(), clock = new HandClock()) {
  const made = newVault(records, clock);
  await made.vault.initialize(PASSWORD);
  return made;
}
