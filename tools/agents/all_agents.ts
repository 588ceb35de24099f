import type { Agent } from "./agent.ts";
import { CLAUDE_CODE } from "./claude_code.ts";
import { CODEX } from "./codex.ts";
import { GEMINI_CLI } from "./gemini_cli.ts";
import { OPENCODE } from "./opencode.ts";
import { QWEN_CODE } from "./qwen_code.ts";

/** Every agent that there are runs of. */
export const AGENTS: readonly Agent[] = [CLAUDE_CODE, CODEX, OPENCODE, GEMINI_CLI, QWEN_CODE];
