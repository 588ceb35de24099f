/**
 * Says a prompt in other ways that ask for the same: what the score should not depend on. Training
 * sees both and is told that they are equal.
 *
 * @module
 */

export type Random = () => number;
/** Words that often stand for a word, best first. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

const BEFORE = [
  "I have been thinking about this for a while. ",
  "Here is something I need for work: ",
  "Please take a look at the following and respond.\n\n",
  "Question: ",
  "User request follows.\n---\n",
  "Help me out here, ",
  "My colleague asked me this and I do not know what to say: ",
  "You are a helpful assistant. ",
  "Bitte beantworte die folgende Frage, ich brauche die Antwort heute noch: ",
  "Peux-tu répondre à la question suivante pour moi : ",
  "Necesito que respondas a esta pregunta: ",
  "请你认真阅读下面的内容，然后回答我的问题：",
  "我有一个问题想请教一下，内容如下：",
  "次の質問に答えてください：",
] as const;

const AFTER = [
  "",
  "",
  " I look forward to your answer.",
  "\n\nKeep it brief if possible.",
  "\nAnswer:",
  " That would help me a lot!",
  "\n谢谢你的帮助，我等你的回答。",
  "\nVielen Dank schon einmal für deine Mühe.",
] as const;

/** Two other wordings of a text: one in its words, one in what stands around it. */
export function reword(text: string, synonyms: Synonyms, random: Random): readonly string[] {
  return [
    reshaped(misspelt(replaced(text, synonyms, 0.25, random), 0.04, random), random),
    pick(BEFORE, random) + replaced(text, synonyms, 0.08, random) + pick(AFTER, random),
  ];
}

function replaced(text: string, synonyms: Synonyms, rate: number, random: Random): string {
  return text.replaceAll(/[A-Za-z]{3,}/g, (word) => {
    if (random() >= rate) return word;
    const others = synonyms.get(word.toLowerCase());
    if (others !== undefined) return pick(others, random);
    return random() < 0.2 ? "" : word;
  });
}

function misspelt(text: string, rate: number, random: Random): string {
  return text.replaceAll(/[A-Za-z]{4,}/g, (word) => {
    if (random() >= rate) return word;
    const at = 1 + Math.floor(random() * (word.length - 2));
    const change = random();
    if (change < 0.4) return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
    if (change < 0.7) return word.slice(0, at) + word.slice(at + 1);
    return word.slice(0, at) + word[at] + word.slice(at);
  });
}

/** Other marks of options, other ends of lines. */
function reshaped(text: string, random: Random): string {
  let shaped = text;
  const how = random();
  if (how < 0.2) shaped = shaped.replaceAll(/\n([A-J])[.)] /g, "\n($1) ");
  else if (how < 0.35) shaped = shaped.replaceAll(/\n([A-J])[.)] /g, "\n- ");
  if (random() < 0.15) shaped = shaped.replaceAll("\n", " ");
  if (random() < 0.2) shaped = shaped.replaceAll("?", ".");
  return shaped;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
