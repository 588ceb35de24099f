/** LiteLLM's proxy from PyPI in an environment of its own. @module */
import { freePort, runCommand, startProcess } from "../process.ts";
import { installed } from "./install.ts";
import type { Target } from "./target.ts";

const VERSION = "1.102.4";
const MASTER_KEY = "sk-bench";

const config = (upstream: string): string => `
model_list:
  - model_name: "*"
    litellm_params:
      model: "openai/*"
      api_base: ${upstream}/v1
      api_key: sk-sim
litellm_settings:
  telemetry: false
general_settings:
  master_key: ${MASTER_KEY}
`;

export const litellm: Target = {
  name: "litellm",
  optional: true,
  about: `litellm[proxy] ${VERSION}, one worker: master key checked, no database, so no log`,
  async start({ upstream, folder }) {
    const home = await installed("litellm", VERSION, async (into) => {
      await runCommand("python3", ["-m", "venv", `${into}/venv`]);
      await runCommand(`${into}/venv/bin/pip`, ["install", "-q", `litellm[proxy]==${VERSION}`]);
    });
    const port = freePort();
    const file = `${folder}/litellm.yaml`;
    await Deno.writeTextFile(file, config(upstream));
    const child = await startProcess({
      command: `${home}/venv/bin/litellm`,
      args: ["--config", file, "--host", "127.0.0.1", "--port", String(port), "--num_workers", "1"],
      // Its production settings, and a price list that is not fetched from the network.
      env: {
        LITELLM_MODE: "PRODUCTION",
        LITELLM_LOG: "ERROR",
        LITELLM_LOCAL_MODEL_COST_MAP: "True",
      },
      cwd: folder,
      logFile: `${folder}/litellm.log`,
      readyUrl: `http://127.0.0.1:${port}/health/liveliness`,
      readyWithinMs: 90_000,
    });
    return {
      url: `http://127.0.0.1:${port}/v1/chat/completions`,
      headers: { authorization: `Bearer ${MASTER_KEY}` },
      pid: child.pid,
      model: (scenario) => scenario,
      ledger: null,
      mustRun: child.mustRun,
      stop: child.stop,
    };
  },
};
