import type { Agent } from "./agent.ts";
import { npmPlatform } from "./npm_platform.ts";

const VERSION = "2.1.197";

/** Anthropic's Claude Code. */
export const CLAUDE_CODE: Agent = {
  name: "claude-code",
  title: `Claude Code ${VERSION}`,
  format: "anthropic_messages",
  upstreams: ["anthropic_messages", "openai_chat", "openai_responses", "gemini"],
  package: npmPlatform({ windows: "win32" }, (platform, exe) => ({
    specifier: `@anthropic-ai/claude-code-${platform}@${VERSION}`,
    program: `node_modules/@anthropic-ai/claude-code-${platform}/claude${exe}`,
    needsNode: false,
  })),
  session: /^[0-9a-f-]{36}$/,
  shownUsage: (_each, { prompt, completion }) =>
    new RegExp(`"usage":\\{"input_tokens":${prompt},.*?"output_tokens":${completion},`),
  write: (work, file, content) => ({
    name: "Write",
    arguments: { file_path: `${work}/${file}`, content },
  }),
  configure: ({ gateway, token, model, prompt }) =>
    Promise.resolve({
      env: {
        ANTHROPIC_BASE_URL: gateway,
        ANTHROPIC_API_KEY: token,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_AUTOUPDATER: "1",
      },
      args: [
        "-p",
        prompt,
        "--model",
        model,
        "--permission-mode",
        "acceptEdits",
        "--output-format",
        "json",
      ],
    }),
};
