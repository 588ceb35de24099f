/**
 * What is running.
 *
 * @module
 */

/** Version of the product; the one in deno.json is the same. */
export const VERSION = "0.1.0";

/** Version and make of this program. */
export interface BuildInfo {
  readonly version: string;
  /** Version of the runtime. */
  readonly deno: string;
  /** CPU, vendor and system, as in `x86_64-unknown-linux-gnu`. */
  readonly target: string;
  /** Executable, one bundled module, or the source tree. */
  readonly build: "compiled" | "bundle" | "source";
}

/** The facts on this process. */
export function buildInfo(): BuildInfo {
  const isSource = import.meta.url.endsWith("/lib/cli/build_info.ts");
  return {
    version: VERSION,
    deno: Deno.version.deno,
    target: Deno.build.target,
    build: Deno.build.standalone ? "compiled" : isSource ? "source" : "bundle",
  };
}
