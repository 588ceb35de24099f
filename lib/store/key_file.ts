/**
 * The key file: a vault's data key in a file that only its owner can read, so that the gateway can
 * unlock its vault at start without a password. Whoever reads it can open every provider key.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { FlowError } from "../domain/errors.ts";

const FORMAT = "flow-llm-router key file v1";
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** The content of a key file. */
export interface KeyFileContent {
  readonly vaultId: string;
  /** The data key, 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the data key of the vault `vaultId`; null when there is no file. Throws `config_invalid`
 * for a file that others may read, that belongs to another vault or that is no key file.
 */
export async function readKeyFile(
  path: string,
  vaultId: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const text = await readPrivate(path);
  if (text === null) return null;
  const content = parse(text);
  if (content === null) {
    throw new FlowError(
      "config_invalid",
      `Cannot use ${path}: it is no key file of this program. Remove it, or set ` +
        "security.master_key_path to another path.",
    );
  }
  if (content.vaultId !== vaultId) {
    throw new FlowError(
      "config_invalid",
      `Cannot use the key file ${path}: it belongs to the vault ${content.vaultId}, this database ` +
        `has the vault ${vaultId}. Set security.master_key_path to a path of this database's own.`,
    );
  }
  return content.key;
}

/**
 * Writes a key file of mode 0600, whole or not at all. A file of another vault is not overwritten:
 * throws `config_invalid`, as {@link readKeyFile} does.
 */
export async function writeKeyFile(path: string, content: KeyFileContent): Promise<void> {
  const current = await readKeyFile(path, content.vaultId);
  if (current?.toHex() === content.key.toHex()) return;
  const folder = dirname(path);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${content.vaultId}.${Deno.pid}.tmp`);
  const text = JSON.stringify({
    format: FORMAT,
    vault_id: content.vaultId,
    key: content.key.toBase64(),
  });
  try {
    // `createNew`: nobody else's file, no link planted there, and the mode is ours from the start
    using file = await Deno.open(temporary, { createNew: true, write: true, mode: OWNER_ONLY });
    await file.write(new TextEncoder().encode(text + "\n"));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (thrown) {
    await Deno.remove(temporary).catch(() => undefined);
    throw thrown;
  }
}

/** The text of a file whose mode was checked on the same open file; null when there is none. */
async function readPrivate(path: string): Promise<string | null> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return null;
    throw thrown;
  }
  using open = file;
  const { mode, isFile } = await open.stat();
  if (!isFile) {
    throw new FlowError("config_invalid", `Cannot use ${path} as key file: it is no file.`);
  }
  // Windows has no mode; there the folder's access list decides.
  if (mode !== null && (mode & OTHERS) !== 0) {
    throw new FlowError(
      "config_invalid",
      `Cannot use the key file ${path}: others may read it (mode ` +
        `${(mode & 0o777).toString(8).padStart(4, "0")}, must be 0600). Run: chmod 600 ${path} - ` +
        "and change the keys in the vault if somebody may have read it.",
    );
  }
  return await new Response(open.readable).text();
}

function parse(text: string): KeyFileContent | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    if (!("format" in value) || value.format !== FORMAT) return null;
    if (!("vault_id" in value) || typeof value.vault_id !== "string") return null;
    if (!("key" in value) || typeof value.key !== "string") return null;
    const key = Uint8Array.fromBase64(value.key);
    return key.length === 32 ? { vaultId: value.vault_id, key } : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
