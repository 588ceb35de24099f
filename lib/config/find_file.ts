/**
 * Which configuration file is read.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

/** Names looked for in the working directory, first one first. */
export const DEFAULT_FILES = ["flow_llm_router.yaml", "flow_llm_router.yml"] as const;

/** A file that was found and read. */
export interface FoundFile {
  /** As users know it: the path they gave, or the default name. */
  readonly name: string;
  /** The same from the root of the file system, if `cwd` was. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads the given file, or else the first default name that exists in `cwd`; null without any.
 *
 * @param given the path a user asked for and how (`--config`, `FLOWGATE_CONFIG`)
 * @throws FlowError `config_invalid` when the given file is missing or any cannot be read
 */
export function findFile(
  cwd: string,
  given: { readonly path: string; readonly by: string } | null,
): FoundFile | null {
  if (given !== null) {
    const path = isAbsolute(given.path) ? given.path : `${cwd}/${given.path}`;
    const text = readText(path);
    if (text !== null) return { name: given.path, path, text };
    throw new FlowError(
      "config_invalid",
      `Cannot read the configuration file of ${given.by}: there is no ${path}. Correct the path, ` +
        "or leave it out to run without a file.",
    );
  }
  for (const name of DEFAULT_FILES) {
    const path = `${cwd}/${name}`;
    const text = readText(path);
    if (text !== null) return { name, path, text };
  }
  return null;
}

const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(path);

function readText(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FlowError(
      "config_invalid",
      `Cannot read the configuration file ${path}: ${reason}. Make it a file that this program ` +
        "may read.",
      { cause: error },
    );
  }
}
