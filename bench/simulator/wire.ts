/**
 * Two byte transports with one face. The simulator writes HTTP/1.1 by hand on top of them, because
 * an HTTP server library cannot cut an answer in the middle of a byte sequence.
 *
 * @module
 */
import { createServer, type Socket } from "node:net";

/** One accepted connection. */
export interface Wire {
  /** Next bytes, or null at end of stream. The array is only valid until the next `read`. */
  read(): Promise<Uint8Array | null>;
  /** Resolves when the bytes were taken; rejects when the peer is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Orderly end (FIN), after which nothing more is read. */
  close(): void;
  readonly canReset: boolean;
  /** Abortive end (RST): the peer sees "connection reset". */
  reset(): void;
}

/** A bound port; `close` also ends every open connection. */
export interface WireListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * How connections are taken. `fast` costs least per request but cannot reset; `resettable` can, for
 * a third less throughput.
 */
export type Transport = "fast" | "resettable";

/** Listens on loopback; port 0 picks a free one. */
export function listenWires(
  transport: Transport,
  port: number,
  onWire: (wire: Wire) => void,
): Promise<WireListener> {
  return transport === "fast"
    ? Promise.resolve(listenFast(port, onWire))
    : listenResettable(port, onWire);
}

function listenFast(port: number, onWire: (wire: Wire) => void): WireListener {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const open = new Set<Wire>();
  const accept = async (): Promise<void> => {
    while (true) {
      let conn: Deno.TcpConn;
      try {
        conn = await listener.accept();
      } catch (thrown) {
        // `close` makes the pending accept fail: that is how the loop ends.
        if (thrown instanceof Deno.errors.BadResource) return;
        throw thrown;
      }
      conn.setNoDelay(true);
      const wire = fastWire(conn, () => open.delete(wire));
      open.add(wire);
      onWire(wire);
    }
  };
  const accepting = accept();
  return {
    port: listener.addr.port,
    async close() {
      listener.close();
      for (const wire of open) wire.close();
      await accepting;
    },
  };
}

function fastWire(conn: Deno.TcpConn, onClose: () => void): Wire {
  const buffer = new Uint8Array(65_536);
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    onClose();
    conn.close();
  };
  return {
    async read() {
      const count = await conn.read(buffer);
      return count === null ? null : buffer.subarray(0, count);
    },
    async write(bytes) {
      let written = await conn.write(bytes);
      while (written < bytes.length) written += await conn.write(bytes.subarray(written));
    },
    close,
    canReset: false,
    reset() {
      throw new Error("Cannot reset: Deno.Conn has no linger option, use the resettable transport");
    },
  };
}

async function listenResettable(
  port: number,
  onWire: (wire: Wire) => void,
): Promise<WireListener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    onWire(socketWire(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listener has no port");
  return {
    port: address.port,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}

function socketWire(socket: Socket): Wire {
  const arrived: Uint8Array[] = [];
  let ended = false;
  let failure: Error | null = null;
  let wake: (() => void) | null = null;
  const note = (): void => {
    wake?.();
    wake = null;
  };
  socket.on("data", (bytes) => {
    // Text comes from a socket with an encoding, which this one has not.
    if (typeof bytes !== "string") arrived.push(bytes);
    // Holds the peer back like an unread socket would.
    if (arrived.length >= 16) socket.pause();
    note();
  });
  socket.on("end", () => {
    ended = true;
    note();
  });
  socket.on("error", (error) => {
    failure = error;
    note();
  });
  socket.on("close", () => {
    ended = true;
    note();
  });
  return {
    async read() {
      while (arrived.length === 0 && !ended && failure === null) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      const bytes = arrived.shift();
      if (bytes !== undefined) {
        socket.resume();
        return bytes;
      }
      if (failure !== null) throw failure;
      return null;
    },
    write(bytes) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(failure ?? new Error("connection is closed"));
        socket.write(bytes, (error) => error ? reject(error) : resolve());
      });
    },
    close() {
      // Both halves: a peer that keeps its side open must not keep us here.
      socket.end(() => socket.destroy());
    },
    canReset: true,
    reset() {
      socket.resetAndDestroy();
    },
  };
}
