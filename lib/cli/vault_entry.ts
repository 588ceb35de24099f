/**
 * Getting into the vault from the command line: by key file, by environment variable, or by asking.
 *
 * @module
 */
import { resolve } from "node:path";
import { FlowError } from "../domain/errors.ts";
import { Secret } from "../domain/secret.ts";
import { readKeyFile, writeKeyFile } from "../store/key_file.ts";
import { assertPassword, SHORTEST_PASSWORD } from "../vault/password_rule.ts";
import type { Vault } from "../vault/vault.ts";
import type { CliContext } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import type { Installation } from "./installation.ts";

/** How the vault was opened without asking anybody; what went wrong on the way, in sentences. */
export interface QuietEntry {
  readonly by: "key file" | "password" | null;
  readonly problems: readonly string[];
}

/** The environment variable that may hold the master password. */
export const PASSWORD_VARIABLE = "FLOWGATE_MASTER_PASSWORD";

const TRIES = 3;

/** The key file of the configuration; null when there is none. */
export function keyFilePath({ config }: Pick<Installation, "config">, { cwd }: CliContext) {
  const { master_key_path: path } = config.security;
  return path === "" ? null : resolve(cwd, path);
}

/** The master password of the environment; null when it is not set. */
export function passwordFromEnvironment({ env }: CliContext): Secret | null {
  const password = env(PASSWORD_VARIABLE);
  return password === undefined || password === "" ? null : new Secret(password);
}

/** Unlocks a locked vault by key file, else by the environment's password. Asks nobody. */
export async function enterQuietly(
  installation: Pick<Installation, "vault" | "config">,
  context: CliContext,
): Promise<QuietEntry> {
  const problems: string[] = [];
  const attempt = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      problems.push(error.message);
      return false;
    }
  };
  if (await attempt(() => unlockByFile(installation, context))) return { by: "key file", problems };
  const byPassword = () => unlockByEnvironment(installation.vault, context);
  return { by: await attempt(byPassword) ? "password" : null, problems };
}

/**
 * Opens the vault, and makes it when there is none.
 *
 * @returns the master password when it was needed; null when a key file did it
 * @throws CliError 2 when somebody would have to be asked and nobody is there; FlowError
 *   `wrong_password`
 */
export async function enterVault(
  installation: Installation,
  context: CliContext,
): Promise<Secret | null> {
  const { vault } = installation;
  if (vault.state === "uninitialized") return await makeVault(installation, context);
  try {
    if (await unlockByFile(installation, context)) return null;
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    context.output.warn(error.message);
  }
  const given = passwordFromEnvironment(context);
  if (given !== null) await unlockByEnvironment(vault, context);
  const password = given ?? await askUntilRight(vault, context);
  await storeKeyFile(installation, context);
  return password;
}

async function makeVault(installation: Installation, context: CliContext): Promise<Secret> {
  const { output } = context;
  const given = passwordFromEnvironment(context);
  if (given === null && context.prompt.isInteractive) {
    output.note(
      "The vault keeps provider keys encrypted under a master password. It cannot be recovered.",
    );
  }
  const password = given ?? await askNewPassword(context, PASSWORD_VARIABLE);
  await installation.vault.initialize(password);
  output.note(
    given === null
      ? "The vault is made."
      : `The vault is made; its master password is the one in ${PASSWORD_VARIABLE}.`,
  );
  await storeKeyFile(installation, context);
  return password;
}

/**
 * Asks for a new master password, twice.
 *
 * @param instead how to give it without a terminal
 * @throws FlowError `invalid_request` for one that is too short; CliError 1 when the two differ
 */
export async function askNewPassword({ prompt }: CliContext, instead: string): Promise<Secret> {
  const ask = `New master password (at least ${SHORTEST_PASSWORD} characters)`;
  const first = await prompt.hidden({ ask, instead });
  assertPassword(first);
  const second = await prompt.hidden({ ask: "Once more", instead });
  if (first.reveal() === second.reveal()) return first;
  throw new CliError(EXIT.failed, "The two passwords differ. Nothing was changed.");
}

/** Asks for the master password, without trying it. */
export function askPassword({ prompt }: CliContext, instead = PASSWORD_VARIABLE): Promise<Secret> {
  return prompt.hidden({ ask: "Master password", instead });
}

async function askUntilRight(vault: Vault, context: CliContext): Promise<Secret> {
  for (let left = TRIES - 1;; left--) {
    const password = await askPassword(context);
    try {
      await vault.unlock(password);
      return password;
    } catch (error) {
      const isWrong = error instanceof FlowError && error.code === "wrong_password";
      if (!isWrong || left === 0) throw error;
      context.output.warn(`${error.message} Try again.`);
    }
  }
}

/** Keeps the data key for the next start, where the configuration asks for it. */
async function storeKeyFile(installation: Installation, context: CliContext): Promise<void> {
  const path = keyFilePath(installation, context);
  const { vault } = installation;
  if (path === null || vault.id === null) return;
  try {
    await writeKeyFile(path, { vaultId: vault.id, key: await vault.exportKey() });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    context.output.warn(`The key file was not written: ${said}`);
  }
}

/** False when there is no key file. */
export async function unlockByFile(
  installation: Pick<Installation, "vault" | "config">,
  context: CliContext,
): Promise<boolean> {
  const { vault } = installation;
  const path = keyFilePath(installation, context);
  const raw = path === null || vault.id === null ? null : await readKeyFile(path, vault.id);
  if (raw === null) return false;
  await vault.unlockWithKey(raw);
  return true;
}

/** False when the variable is not set. */
async function unlockByEnvironment(vault: Vault, context: CliContext): Promise<boolean> {
  const password = passwordFromEnvironment(context);
  if (password === null) return false;
  try {
    await vault.unlock(password);
    return true;
  } catch (error) {
    if (!(error instanceof FlowError) || error.code !== "wrong_password") throw error;
    throw new FlowError("wrong_password", `The master password in ${PASSWORD_VARIABLE} is wrong.`);
  }
}
