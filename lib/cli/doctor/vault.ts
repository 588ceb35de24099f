/**
 * Whether the vault can be opened without a person, and whether its key file is safe.
 *
 * @module
 */
import type { VaultState } from "../../vault/vault.ts";
import { fileExists } from "../installation.ts";
import { PASSWORD_VARIABLE, type QuietEntry } from "../vault_entry.ts";
import { fail, type Finding, ok, skip, warn } from "./finding.ts";

const TITLE = "Vault";
const FILE_TITLE = "Key file";
const OTHERS = 0o077;

/**
 * Judges the vault.
 *
 * @param state before anybody tried to open it
 * @param entry what came of trying
 */
export function judgeVault(state: VaultState, entry: QuietEntry | null): Finding {
  if (state === "uninitialized") {
    return warn(TITLE, "there is none yet", "Add a key, which makes it: flow-router add-key");
  }
  if (entry?.by === "key file") return ok(TITLE, "opens at start, by the key file");
  if (entry?.by === "password") return ok(TITLE, `opens at start, by ${PASSWORD_VARIABLE}`);
  const problems = entry?.problems ?? [];
  if (problems.length > 0) {
    return fail(
      TITLE,
      `does not open at start: ${problems.join(" ")}`,
      "Correct what is wrong, or " +
        "unlock after each start: flow-router unlock",
    );
  }
  return warn(
    TITLE,
    "opens only with the master password, typed after each start (flow-router unlock)",
    `For starts without a person set ${PASSWORD_VARIABLE} or security.master_key_path`,
  );
}

/** Whether the key file is there and for its owner only. `path` is null when none is configured. */
export async function checkKeyFile(path: string | null): Promise<Finding> {
  if (path === null) return skip(FILE_TITLE, "none is configured (security.master_key_path)");
  if (!await fileExists(path)) {
    const remedy = "It is written when the vault is unlocked with its password: flow-router unlock";
    return warn(FILE_TITLE, `${path} does not exist yet`, remedy);
  }
  const { mode } = await Deno.stat(path);
  if (mode === null) return ok(FILE_TITLE, `${path} is there; its folder's access list guards it`);
  const shown = (mode & 0o777).toString(8).padStart(4, "0");
  if ((mode & OTHERS) === 0) return ok(FILE_TITLE, `${path} is for its owner only (${shown})`);
  return fail(
    FILE_TITLE,
    `others may read ${path} (mode ${shown}), and with it every provider key`,
    `Run: chmod 600 ${path} - and replace the keys if somebody may have read it`,
  );
}
