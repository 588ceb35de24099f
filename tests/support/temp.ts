/**
 * Temporary folders that remove themselves.
 *
 * @module
 */

/** A folder that is gone when the scope that holds it (`await using`) ends. */
export interface TempDir extends AsyncDisposable {
  readonly path: string;
  /** A path inside. */
  file(name: string): string;
}

/** Makes an empty temporary folder. */
export async function tempDir(): Promise<TempDir> {
  const path = await Deno.makeTempDir({ prefix: "flow_llm_router_" });
  return {
    path,
    file: (name) => `${path}/${name}`,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
