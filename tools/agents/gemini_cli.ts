import type { Agent } from "./agent.ts";

const VERSION = "0.61.0";

/** Google's Gemini CLI. */
export const GEMINI_CLI: Agent = {
  name: "gemini-cli",
  title: `Gemini CLI ${VERSION}`,
  format: "gemini",
  upstreams: ["openai_chat", "anthropic_messages", "gemini", "openai_responses"],
  package: {
    specifier: `@google/gemini-cli@${VERSION}`,
    program: "node_modules/@google/gemini-cli/bundle/gemini.js",
    needsNode: true,
  },
  session: null,
  shownUsage: (_each, { prompt, completion }) =>
    new RegExp(`"prompt": ${prompt},\\s+"candidates": ${completion},`),
  write: (work, file, content) => ({
    name: "write_file",
    arguments: { file_path: `${work}/${file}`, content },
  }),
  async configure({ home, gateway, token, model, prompt }) {
    await Deno.mkdir(`${home}/.gemini`);
    const settings = {
      security: { auth: { selectedType: "gemini-api-key" } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true },
    };
    await Deno.writeTextFile(`${home}/.gemini/settings.json`, JSON.stringify(settings));
    return {
      env: {
        GOOGLE_GEMINI_BASE_URL: gateway,
        GEMINI_API_KEY: token,
        GEMINI_CLI_TRUST_WORKSPACE: "true",
      },
      args: ["--model", model, "--approval-mode", "yolo", "--output-format", "json", "-p", prompt],
    };
  },
};
