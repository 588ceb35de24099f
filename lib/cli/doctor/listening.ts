/**
 * Whether the port is free, or who has it.
 *
 * @module
 */
import type { Config } from "../../config/schema.ts";
import { FlowError } from "../../domain/errors.ts";
import type { VaultAnswer } from "../../http/running_gateway.ts";
import { gatewayAt, gatewayUrl } from "../outbound.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

const TITLE = "Port";

/** Tries to listen on the configured port; when somebody does already, asks who it is. */
export async function checkPort(config: Config): Promise<Finding> {
  const { host, port } = config.server;
  const url = gatewayUrl(config);
  if (url === null) return ok(TITLE, "server.port is 0: each start picks a free one");
  const where = `${host}:${port}`;
  try {
    Deno.listen({ hostname: host, port }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return await whoIsThere(url, where);
    const said = error instanceof Error ? error.message : String(error);
    const remedy = "Set server.host to an address of this machine and server.port to a port that " +
      "this user may use (above 1023)";
    return fail(TITLE, `cannot listen on ${where}: ${said}`, remedy);
  }
  return ok(TITLE, `${where} is free; no gateway runs there`);
}

async function whoIsThere(url: string, where: string): Promise<Finding> {
  let state: VaultAnswer | null;
  try {
    state = await gatewayAt(url).vault();
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    state = null;
  }
  switch (state) {
    case "unlocked":
    case "uninitialized":
      return ok(TITLE, `a gateway runs at ${url}`);
    case "locked":
      return warn(
        TITLE,
        `a gateway runs at ${url}; its vault is locked`,
        "Unlock it: flow-router " +
          "unlock",
      );
    case null:
      return fail(
        TITLE,
        `another program listens on ${where}`,
        "Stop it, or choose another " +
          "server.port",
      );
  }
}
