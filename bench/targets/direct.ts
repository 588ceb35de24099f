/** The simulator without anything between: what all added times are added to. @module */
import type { Target } from "./target.ts";

export const direct: Target = {
  name: "direct",
  optional: false,
  about: "load generator to simulator, nothing between",
  start: ({ upstream }) =>
    Promise.resolve({
      url: `${upstream}/v1/chat/completions`,
      headers: { authorization: "Bearer sk-sim" },
      pid: null,
      mustRun: () => Promise.resolve(),
      model: (scenario) => scenario,
      ledger: null,
      stop: () => Promise.resolve(),
    }),
};
