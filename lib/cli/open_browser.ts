/**
 * `start --open`
 *
 * @module
 */
import type { Output } from "./output.ts";

const OPENERS: Partial<Record<typeof Deno.build.os, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  windows: ["explorer"],
  linux: ["xdg-open"],
};

/** Shows a page in the user's browser; says so when that cannot be done. */
export function openInBrowser(url: string, output: Output): void {
  const [program, ...args] = OPENERS[Deno.build.os] ?? ["xdg-open"];
  try {
    new Deno.Command(program, { args: [...args, url], stdout: "null", stderr: "null" })
      .spawn().unref();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    output.warn(`Cannot open a browser (${said}). Open ${url} yourself.`);
  }
}
