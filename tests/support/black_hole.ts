/**
 * A port that nobody can connect to although nothing refuses: as a host behind a firewall that
 * drops packets.
 *
 * @module
 */
import { waitUntil } from "./wait_until.ts";

export interface BlackHole extends Disposable {
  readonly port: number;
}

/** Fills the queue of a listener that accepts nobody: Linux drops whoever comes after that. */
export async function openBlackHole(): Promise<BlackHole> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
  const { port } = listener.addr;
  const connected: Deno.Conn[] = [];
  let isOpen = true;
  const connect = async (): Promise<void> => {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    if (isOpen) connected.push(conn);
    else conn.close();
  };
  const dialing = Array.from({ length: 8 }, () => connect().catch(() => {}));
  // The queue is full once some connections wait in vain.
  await waitUntil("the queue of the listener is full", () => connected.length >= 2);
  return {
    port,
    [Symbol.dispose]() {
      isOpen = false;
      for (const conn of connected) conn.close();
      listener.close();
      void Promise.all(dialing);
    },
  };
}
