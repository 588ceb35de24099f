import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);

/** Where the bundle goes: one module with packages, assets, migrations and threads inside. */
export const BUNDLE = fileURLToPath(new URL("dist/flow-router.mjs", ROOT));

/**
 * Builds the bundle from main.ts.
 *
 * @param output path to write, by default {@link BUNDLE}
 * @returns its size in bytes
 * @throws Error with what `deno bundle` said when it failed
 */
export async function buildBundle(output: string = BUNDLE): Promise<number> {
  await Deno.mkdir(new URL("dist/", ROOT), { recursive: true });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "deno", "--output", output, "main.ts"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  if (!success) {
    throw new Error(`Cannot bundle main.ts: ${new TextDecoder().decode(stderr).trim()}`);
  }
  return (await Deno.stat(output)).size;
}
