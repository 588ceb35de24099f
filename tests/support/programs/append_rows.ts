/** Appends rows numbered from the second argument, as many as the third says, to a database. */
import { openTestStore, recordedRequest, testId } from "../test_store.ts";

const [path = "", from = "0", count = "0"] = Deno.args;
const store = await openTestStore(path);
console.log("ready");
for (let n = Number(from); n < Number(from) + Number(count); n += 10) {
  await store.append(Array.from({ length: 10 }, (_, i) => recordedRequest({ id: testId(n + i) })));
}
await store.close();
console.log("done");
