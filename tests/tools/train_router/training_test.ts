/** The pieces of training, on small data: the whole needs data that is not part of the project. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../lib/router/eval/seeded_random.ts";
import { writeWeights } from "../../../lib/router/local/weights_file.ts";
import { mayTrain } from "../../../tools/train_router/data.ts";
import {
  fingerprint,
  refuseDuplicates,
  withoutDuplicates,
} from "../../../tools/train_router/duplicates.ts";
import { featuresOf, fit } from "../../../tools/train_router/fit.ts";
import { PAIRS } from "../../../tools/train_router/pairs.ts";
import { principalAxes } from "../../../tools/train_router/principal_axes.ts";
import { reword } from "../../../tools/train_router/reword.ts";
import { targetsOf } from "../../../tools/train_router/targets.ts";
import { chooseWords, makeTable } from "../../../tools/train_router/word_table.ts";

const VECTORS = ["law", "court", "cell", "gene", "song", "film", "number", "prime"].map(
  (word, at) => ({
    word,
    rank: 100 + at * 200,
    vector: Float64Array.from({ length: 6 }, (_, axis) => Math.cos(at * 3 + axis)),
  }),
);

const ROWS = Array.from({ length: 60 }, (_, at) => ({
  id: `made:${at}`,
  bench: at % 2 === 0 ? "one" : "two",
  text: `${VECTORS[at % 8]!.word} ${VECTORS[(at * 3) % 8]!.word} ${"number ".repeat(at % 7)}?`,
  outcomes: { strong: at % 5 === 0 ? 0 : 1, middle: at % 3 === 0 ? 0 : 1, weak: at % 2 },
}));

function train(): Uint8Array {
  const table = makeTable(chooseWords(VECTORS, ROWS.map(({ text }) => text)), 3);
  const random = seededRandom(1);
  const examples = ROWS.map((row) => ({
    row,
    features: featuresOf(row.text, table),
    reworded: reword(row.text, new Map(), random).map((text) => featuresOf(text, table)),
  }));
  return writeWeights(fit(examples, table, new Set()));
}

Deno.test("training gives the same bits from the same data", () => {
  assert.deepEqual(train(), train());
});

Deno.test("refuseDuplicates stops training on a held-out prompt, in whatever case and marks", () => {
  const heldOut = [{ text: "please, what is THE law of the court?" }];
  const rows = [{ id: "a", text: "What is the law of the court" }, {
    id: "b",
    text: "What is a gene?",
  }];

  assert.throws(() => refuseDuplicates(rows, heldOut), /1 prompts are held out .*\(a …\)/);
  const left = withoutDuplicates(rows, heldOut);
  assert.deepEqual(left.map(({ id }) => id), ["b"]);
  refuseDuplicates(left, heldOut);
});

Deno.test("fingerprint tells prompts apart by their words", () => {
  assert.equal(fingerprint("Is 2 prime?"), fingerprint("is 2, PRIME"));
  assert.notEqual(fingerprint("Is 2 prime?"), fingerprint("Is 2 even?"));
});

Deno.test("mayTrain keeps to the licences and knows no other benches", () => {
  const row = (bench: string) => ({ id: "", bench, text: "", outcomes: {} });

  assert.equal(mayTrain(row("mmlupro")), true);
  assert.equal(mayTrain(row("routerbench")), false);
  assert.throws(() => mayTrain(row("unheard-of")), /lock\.json does not name it/);
});

Deno.test("targetsOf is high where the weaker models fail and the stronger do not", () => {
  const row = (weak: number, strong: number) => ({
    id: "",
    bench: "b",
    text: "",
    outcomes: { weak, strong, left: 1 - strong },
  });

  const targets = targetsOf([row(1, 1), row(0, 1), row(1, 1), row(0, 0)], new Set(["left"]));

  const [easy, wanted, , hopeless] = targets!;
  assert.ok(wanted! > hopeless! && hopeless! > easy!);
  assert.equal(targetsOf([row(1, 1)], new Set(["left", "weak"])), null);
});

Deno.test("principalAxes finds the direction in which vectors differ most", () => {
  const rows = Array.from({ length: 50 }, (_, at) => {
    const along = at - 25, aside = (at % 5 - 2) / 10;
    return Float64Array.of(3 * along - 4 * aside, 4 * along + 3 * aside);
  });

  const [first, second] = principalAxes(rows, 2);

  assert.ok(Math.abs(first![0]! - 0.6) < 0.01 && Math.abs(first![1]! - 0.8) < 0.01);
  assert.ok(Math.abs(first![0]! * second![0]! + first![1]! * second![1]!) < 1e-9);
});

Deno.test("reword says a text in two other ways, the same each time", () => {
  const text = "Explain which court heard the famous number theory case of 1950?\nA. one\nB. two";
  const synonyms = new Map([["famous", ["known"]], ["court", ["tribunal"]]]);
  const make = () => reword(text, synonyms, seededRandom(9));

  const [inItsWords, around] = make();
  assert.deepEqual(make(), [inItsWords, around]);
  assert.ok(around!.length > text.length);
  const others = Array.from(
    { length: 20 },
    (_, seed) => reword(text, synonyms, seededRandom(seed)),
  );
  assert.ok(new Set(others.map(([first]) => first)).size > 5);
});

Deno.test("PAIRS keep a pair's own benches from training", () => {
  for (const { name, benches, family } of PAIRS) {
    assert.ok(benches.every((bench) => family.includes(bench)), name);
  }
});
