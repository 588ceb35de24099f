import assert from "node:assert/strict";
import {
  ModelInStream,
  wantsAskedModel,
  withModel,
} from "../../../../lib/formats/anthropic_messages/shown_model.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (read: Uint8Array) => new TextDecoder().decode(read);

const START = 'event: message_start\ndata: {"type": "message_start", "message": {"id":"msg_1", ' +
  '"model" : "claude-\\"x", "content":[], "future":1.0}}\n\n';
const REST = 'event: content_block_start\ndata: {"type":"content_block_start","index":0,' +
  '"content_block":{"type":"text","text":"the \\"model\\": \\"claude\\""}}\n\n: end';

Deno.test("wantsAskedModel knows Claude Code", () => {
  const asks = (agent: string) => wantsAskedModel(new Headers({ "user-agent": agent }));

  assert.equal(asks("claude-cli/2.1.197 (external, sdk-cli)"), true);
  assert.equal(asks("anthropic-sdk-typescript"), false);
  assert.equal(wantsAskedModel(new Headers()), false);
});

Deno.test("withModel changes the name and no other byte", () => {
  const answer = '{ "model": "claude-x",\n"usage": {"model":"claude-x"}, "future":1.0 }';

  assert.equal(text(withModel(bytes(answer), "a/b")), answer.replace("claude-x", "a/b"));
  for (const same of ['{"model":"a/b"}', '{"content":[]}', "[]", "<html>"]) {
    assert.equal(text(withModel(bytes(same), "a/b")), same);
  }
});

Deno.test("ModelInStream changes the name in the first event wherever the stream is cut", () => {
  const stream = ": comment\n\nevent: ping\ndata: {}\n\n" + START + REST;
  const expected = stream.replace('"claude-\\"x"', '"mock/claude"');

  for (let size = 1; size <= stream.length; size++) {
    const filter = new ModelInStream("mock/claude");
    let passed = "";
    for (let at = 0; at < stream.length; at += size) {
      passed += text(filter.push(bytes(stream.slice(at, at + size))));
    }
    assert.equal(passed + text(filter.flush()), expected, `pieces of ${size}`);
  }
});

Deno.test("ModelInStream holds nothing back once the name has passed", () => {
  const filter = new ModelInStream("m");
  filter.push(bytes(START));

  assert.equal(text(filter.push(bytes("half an ev"))), "half an ev");
  assert.equal(text(filter.flush()), "");
});

Deno.test("ModelInStream passes a stream without a beginning as it is", () => {
  const filter = new ModelInStream("m");

  assert.equal(text(filter.push(bytes("data: {}\n\nhalf"))), "data: {}\n\n");
  assert.equal(text(filter.flush()), "half");
});
