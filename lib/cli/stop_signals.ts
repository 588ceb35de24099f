/**
 * The signals of a running gateway: stop, stop at once, read the configuration again.
 *
 * @module
 */
import { EXIT } from "./exit.ts";

/** What to do on signals. */
export interface SignalHandlers {
  /** SIGHUP. */
  reload(): void;
  /** The first SIGINT or SIGTERM; a second one ends the process at once. */
  stopping(): void;
}

/** Resolves at the first SIGINT or SIGTERM. */
export function untilStopped(handlers: SignalHandlers): Promise<void> {
  const isWindows = Deno.build.os === "windows";
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = () => {
      if (isStopping) Deno.exit(EXIT.interrupted);
      isStopping = true;
      handlers.stopping();
      resolve();
    };
    Deno.addSignalListener("SIGINT", stop);
    // Windows knows neither SIGTERM nor SIGHUP in this sense; Ctrl-Break takes the first one's place.
    Deno.addSignalListener(isWindows ? "SIGBREAK" : "SIGTERM", stop);
    if (!isWindows) Deno.addSignalListener("SIGHUP", () => handlers.reload());
  });
}
