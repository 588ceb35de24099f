/**
 * Where rivals are installed: once, outside the repository, kept for the next run.
 *
 * @module
 */
/** The folder of one rival's version; made by `install` when it is not there yet. */
export async function installed(
  name: string,
  version: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const root = Deno.env.get("FLOW_BENCH_RIVALS") ?? `${tempRoot()}/flow_llm_router_bench`;
  const folder = `${root}/${name}-${version}`;
  const stamp = `${folder}/installed`;
  if (await exists(stamp)) return folder;
  await Deno.mkdir(folder, { recursive: true });
  await install(folder);
  await Deno.writeTextFile(stamp, new Date().toISOString());
  return folder;
}

const tempRoot = (): string => Deno.env.get("TMPDIR") ?? "/tmp";

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    throw thrown;
  }
}
