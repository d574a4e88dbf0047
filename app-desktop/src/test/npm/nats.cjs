// Streams, consumers, key-value and object store through the unmodified npm nats client: node nats.cjs PORT.
// Prints one line of JSON; every expectation that fails is an error that ends the program with 1.
const assert = require("node:assert");
const nats = require("nats");
const text = new TextDecoder();
const bytes = new TextEncoder();

async function streams(connection) {
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: "NPM", subjects: ["npm.>"] });
  const js = connection.jetstream();
  const acks = await Promise.all(
    Array.from({ length: 500 }, (_, i) => js.publish(`npm.${i % 5}`, `message ${i}`, { msgID: `id-${i}` }))
  );
  acks.forEach((ack, i) => assert.deepStrictEqual([ack.seq, ack.duplicate], [i + 1, false]));
  assert.ok((await js.publish("npm.0", "message 0", { msgID: "id-0" })).duplicate);

  await manager.consumers.add("NPM", { durable_name: "worker", ack_policy: "explicit", ack_wait: nats.nanos(1000) });
  const worker = await js.consumers.get("NPM", "worker");
  const got = [];
  for await (const message of await worker.consume({ max_messages: 100 })) {
    if (message.seq === 7 && !message.redelivered) {
      message.nak();
      continue;
    }
    got.push(message.seq);
    message.ack();
    if (got.length === 500) break;
  }
  assert.deepStrictEqual(got.sort((a, b) => a - b), Array.from({ length: 500 }, (_, i) => i + 1));

  const ordered = await js.consumers.get("NPM", { filterSubjects: ["npm.1", "npm.3"] });
  let seen = 0;
  for await (const message of await ordered.fetch({ max_messages: 200, expires: 5000 })) {
    assert.ok(["npm.1", "npm.3"].includes(message.subject));
    seen++;
  }
  assert.strictEqual(seen, 200);
  assert.strictEqual((await manager.streams.purge("NPM", { filter: "npm.2" })).purged, 100);
  return { published: acks.length, consumed: got.length };
}

async function keyValue(connection) {
  const bucket = await connection.jetstream().views.kv("npm-settings", { history: 5 });
  const watch = await bucket.watch();
  assert.strictEqual(await bucket.create("colour", "red"), 1);
  await assert.rejects(bucket.create("colour", "blue"));
  const revision = await bucket.put("colour", "green");
  await assert.rejects(bucket.update("colour", "late", 1));
  await bucket.update("colour", "yellow", revision);
  assert.strictEqual((await bucket.get("colour")).string(), "yellow");
  await bucket.delete("colour");
  assert.strictEqual((await bucket.get("colour")).operation, "DEL");
  const history = [];
  for await (const entry of await bucket.history({ key: "colour" })) history.push(entry.operation);
  assert.deepStrictEqual(history, ["PUT", "PUT", "PUT", "DEL"]);
  const watched = [];
  for await (const entry of watch) {
    watched.push(entry.operation);
    if (watched.length === 4) break;
  }
  assert.deepStrictEqual(watched, history);
  return { revisions: watched.length };
}

async function objects(connection) {
  const store = await connection.jetstream().views.os("npm-files");
  const blob = new Uint8Array(1_000_000).map((_, i) => (i * 31) % 251);
  const info = await store.putBlob({ name: "blob" }, blob);
  assert.strictEqual(info.size, blob.length);
  assert.ok(Buffer.compare(Buffer.from(await store.getBlob("blob")), Buffer.from(blob)) === 0);
  await store.putBlob({ name: "small" }, bytes.encode("hello"));
  assert.strictEqual(text.decode(await store.getBlob("small")), "hello");
  assert.strictEqual((await store.list()).length, 2);
  await store.delete("small");
  assert.strictEqual(await store.getBlob("small"), null);
  await store.seal();
  await assert.rejects(store.putBlob({ name: "late" }, bytes.encode("x")));
  return { bytes: info.size, chunks: info.chunks };
}

(async () => {
  const connection = await nats.connect({ servers: `127.0.0.1:${process.argv[2]}`, maxReconnectAttempts: 2 });
  const done = {
    streams: await streams(connection),
    keyValue: await keyValue(connection),
    objects: await objects(connection),
  };
  await connection.drain();
  process.stdout.write(`${JSON.stringify(done)}\n`);
})().catch((failure) => {
  process.stderr.write(`${failure.stack}\n`);
  process.exit(1);
});
