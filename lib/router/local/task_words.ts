/**
 * Words that tell what kind of work is asked for. Their weight is set by hand: the public data that
 * the rest is trained on holds questions with one right answer, and hardly any open task such as a
 * design, a review or an essay.
 *
 * @module
 */

/** Verbs and subjects of work that takes thought. */
export const DEMANDING: ReadonlySet<string> = new Set([
  ...[
    "analyze",
    "analyse",
    "analysis",
    "architect",
    "architecture",
    "argue",
    "arguments",
    "assess",
  ],
  ...[
    "benchmark",
    "bottleneck",
    "compare",
    "comparison",
    "comprehensive",
    "concurrency",
    "concurrent",
  ],
  ...["consensus", "consistency", "critique", "critically", "database", "deadlock", "debug"],
  ...["deployment", "derive", "derivation", "design", "diagnose", "distributed", "edge", "essay"],
  ...["evaluate", "evaluation", "implement", "implementation", "implications", "integrate"],
  ...[
    "investigate",
    "justify",
    "kubernetes",
    "latency",
    "microservice",
    "microservices",
    "migrate",
  ],
  ...["migration", "negotiate", "optimise", "optimize", "optimization", "orchestrate", "paxos"],
  ...["performance", "plan", "proof", "propose", "prove", "race", "raft", "reason", "reasoning"],
  ...["rebuttal", "recommend", "reconcile", "refactor", "replication", "requirements", "research"],
  ...[
    "review",
    "rewrite",
    "robust",
    "roadmap",
    "scalable",
    "schema",
    "security",
    "shard",
    "sharding",
  ],
  ...["simulate", "strategy", "tests", "thorough", "throughput", "trade", "tradeoff", "tradeoffs"],
  ...["troubleshoot", "vulnerabilities", "vulnerability", "weigh"],
]);

/** Verbs and subjects of work that is soon done. */
export const EASY: ReadonlySet<string> = new Set([
  ...["abbreviation", "birthday", "brief", "briefly", "capital", "caption", "convert", "date"],
  ...["define", "definition", "emoji", "greeting", "headline", "joke", "list", "meaning", "name"],
  ...[
    "pronounce",
    "quick",
    "quickly",
    "rephrase",
    "rhyme",
    "shorten",
    "shorter",
    "simple",
    "spell",
  ],
  ...["spelling", "stand", "summarise", "summarize", "synonym", "synonyms", "tell", "title"],
  ...["translate", "translation", "typo", "weather", "when", "who", "whom", "word"],
]);
