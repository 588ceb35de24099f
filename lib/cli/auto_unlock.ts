/**
 * Unlocks the vault when the gateway starts: by key file, by environment variable, or by asking.
 *
 * @module
 */
import type { Config } from "../config/schema.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { Vault } from "../vault/vault.ts";
import type { CliContext } from "./context.ts";
import { PASSWORD_VARIABLE, passwordFromEnvironment, unlockByFile } from "./vault_entry.ts";

/** What is unlocked; `unlocked` is called afterwards. */
export interface Unlockable {
  readonly vault: Vault;
  unlocked(): Promise<void>;
}

/**
 * Tries in this order: the key file of `security.master_key_path`, `FLOWGATE_MASTER_PASSWORD`, and,
 * on a terminal, a question. Returns what went wrong, in a sentence; null when nothing did. A locked
 * vault does not stop the start: the gateway then answers 503 with the remedy.
 */
export async function autoUnlock(
  gateway: Unlockable,
  config: Config,
  context: CliContext,
): Promise<string | null> {
  const { prompt, output } = context;
  const { vault } = gateway;
  if (vault.state !== "locked") return null;
  const problems: string[] = [];
  const attempt = async (how: string, unlock: () => Promise<boolean>): Promise<boolean> => {
    try {
      if (!await unlock()) return false;
      await gateway.unlocked();
      output.detail(`The vault was unlocked by ${how}.`);
      return true;
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      problems.push(`${how}: ${error.message}`);
      return false;
    }
  };
  if (await attempt("key file", () => unlockByFile({ vault, config }, context))) return null;
  const password = passwordFromEnvironment(context);
  if (password !== null) {
    if (await attempt(PASSWORD_VARIABLE, () => unlockBy(vault, password))) return null;
  } else if (prompt.isInteractive) {
    const ask = async () => {
      const instead = PASSWORD_VARIABLE;
      return unlockBy(vault, await prompt.hidden({ ask: "Master password", instead }));
    };
    if (await attempt("password", ask)) return null;
  }
  return problems.length === 0 ? null : `Not unlocked. ${problems.join(" ")}`;
}

async function unlockBy(vault: Vault, password: Secret): Promise<boolean> {
  await vault.unlock(password);
  return true;
}
