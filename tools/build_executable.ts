import { fileURLToPath } from "node:url";
import { executablePermissions } from "./permissions.ts";
import type { Target } from "./targets.ts";

/** How `deno compile` ended. */
export interface Compilation {
  readonly success: boolean;
  /** Everything it printed, the tree of embedded files included, without colours. */
  readonly said: string;
}

/**
 * Compiles the bundle into an executable.
 *
 * @param bundle path of the bundle
 * @param target for which system
 * @param output path to write
 * @param options.quiet say nothing but errors; the executable inherits that, and so does not remark
 *   on every start that a program it may start is not installed
 * @param options.env more environment variables for `deno compile`
 */
export async function buildExecutable(
  bundle: string,
  target: Target,
  output: string,
  options: { readonly quiet: boolean; readonly env?: Readonly<Record<string, string>> },
): Promise<Compilation> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      ...(options.quiet ? ["--quiet"] : []),
      ...executablePermissions(target.opener),
      "--app-name=flow-router",
      `--target=${target.triple}`,
      `--output=${output}`,
      bundle,
    ],
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { success, said: decoder.decode(stderr) + decoder.decode(stdout) };
}

/** The path of a target's executable in dist/. */
export function executablePath(target: Target): string {
  return fileURLToPath(new URL(`../dist/${target.file}`, import.meta.url));
}

/** Whether the tree of embedded files that `deno compile` prints holds a file of this name. */
export function embeds(said: string, file: string): boolean {
  const [, tree = ""] = said.split("Embedded Files");
  return tree.includes(`── ${file} (`);
}
