/** `Deno.serve` and `fetch` alone: the floor on this runtime. @module */
import { freePort, startProcess } from "../process.ts";
import type { Target } from "./target.ts";

const SCRIPT = new URL("../bare.ts", import.meta.url).pathname;

export const bare: Target = {
  name: "bare",
  optional: false,
  about: "Deno.serve + fetch pass-through: no token check, no log",
  async start({ upstream, folder }) {
    const port = freePort();
    const child = await startProcess({
      command: Deno.execPath(),
      args: ["run", "-A", SCRIPT, "--port", String(port), "--upstream", upstream],
      logFile: `${folder}/bare.log`,
      readyUrl: `http://127.0.0.1:${port}/v1/models`,
      readyWithinMs: 30_000,
    });
    return {
      url: `http://127.0.0.1:${port}/v1/chat/completions`,
      headers: { authorization: "Bearer sk-sim" },
      pid: child.pid,
      model: (scenario) => scenario,
      ledger: null,
      mustRun: child.mustRun,
      stop: child.stop,
    };
  },
};
