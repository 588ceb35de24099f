/**
 * A port that nobody can connect to although nothing refuses: as a host behind a firewall that
 * drops packets.
 *
 * @module
 */
import { waitUntil } from "./wait_until.ts";

export interface BlackHole extends AsyncDisposable {
  readonly port: number;
}

/** More than the queue takes. */
const ATTEMPTS = 8;

/** Fills the queue of a listener that accepts nobody: Linux drops whoever comes after that. */
export async function openBlackHole(): Promise<BlackHole> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
  const { port } = listener.addr;
  const connected: Deno.Conn[] = [];
  const giveUp = new AbortController();
  const connect = async (): Promise<void> => {
    connected.push(await Deno.connect({ hostname: "127.0.0.1", port, signal: giveUp.signal }));
  };
  const dialing = Promise.allSettled(Array.from({ length: ATTEMPTS }, connect));
  await waitUntil("some have a place in the queue", () => connected.length >= 2);
  return {
    port,
    async [Symbol.asyncDispose]() {
      giveUp.abort();
      await dialing;
      for (const conn of connected) conn.close();
      listener.close();
    },
  };
}
