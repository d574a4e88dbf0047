// What the end-to-end tests do through the npm clients: node client.cjs COMMAND '{"host":…,"port":…,…}'.
// Prints one line of JSON on stdout at the end; everything that the libraries print themselves goes to stderr.
console.log = console.warn = console.info = console.error;
const { memphis } = require("memphis-dev");
const nats = require("nats");

const options = JSON.parse(process.argv[3]);
const { host = "127.0.0.1", port, user = "root", password = "memphis", station, count = 0, window = 500 } = options;
const sdk = () => memphis.connect({ host, port, username: user, password, reconnect: true, maxReconnect: 10 });
const raw = () => nats.connect({ servers: `${host}:${port}`, user, pass: password, maxReconnectAttempts: 20 });
const payload = (i) => Buffer.from(`message ${i} `.padEnd(options.size ?? 64, "."));
const number = (data) => Number(Buffer.from(data).toString().split(" ")[1]);

async function produce(connection) {
  const producer = await connection.producer({ stationName: station, producerName: "flow" });
  for (let from = 0; from < count; from += window) {
    const batch = [];
    for (let i = from; i < Math.min(from + window, count); i++)
      batch.push(producer.produce({ message: payload(i), asyncProduce: false }));
    await Promise.all(batch);
  }
}

// Reads until `count` came or nothing came for a while; the caller judges order and repetition.
async function consume(connection) {
  const consumer = await connection.consumer({
    stationName: station,
    consumerName: "flow-member",
    consumerGroup: options.group ?? "flow-group",
    maxAckTimeMs: 60000,
    batchMaxTimeToWaitMs: 5000,
  });
  const got = [];
  let empty = 0;
  while (got.length < count && empty < 10) {
    const messages = await consumer.fetch({ batchSize: 1000 });
    empty = messages.length === 0 ? empty + 1 : 0;
    for (const message of messages) {
      got.push(number(message.getData()));
      message.ack();
    }
  }
  const extra = options.checkEnd ? (await consumer.fetch({ batchSize: 10 })).length : 0;
  return { got, extra };
}

const inOrder = (got) => got.length === count && got.every((value, i) => value === i);
const firstFault = (got) => got.findIndex((value, i) => value !== i);

const commands = {
  // The whole way of one SDK user: station, producer, messages, consumer group, acknowledgements.
  async flow() {
    const connection = await sdk();
    await connection.station({ name: station, replicas: options.replicas ?? 1, partitionsNumber: 1 });
    const start = Date.now();
    await produce(connection);
    const produced = Date.now();
    const { got, extra } = await consume(connection);
    const consumed = Date.now();
    await connection.close();
    return {
      consumed: got.length, inOrder: inOrder(got), firstFault: firstFault(got), extra,
      produceMillis: produced - start, consumeMillis: consumed - produced,
    };
  },

  async station() {
    const connection = await sdk();
    await connection.station({ name: station, replicas: options.replicas ?? 1, partitionsNumber: 1 });
    await connection.close();
    return {};
  },

  async consume() {
    const connection = await sdk();
    const { got, extra } = await consume(connection);
    await connection.close();
    return { consumed: got.length, inOrder: inOrder(got), firstFault: firstFault(got), extra };
  },

  // The same messages through the plain NATS client, by an ordered consumer over the partition's stream.
  async read() {
    const connection = await raw();
    const consumer = await connection.jetstream().consumers.get(`${station}$1`);
    const got = [];
    const sequences = [];
    while (got.length < count) {
      const messages = await consumer.fetch({ max_messages: 1000, expires: 5000 });
      const before = got.length;
      for await (const message of messages) {
        got.push(number(message.data));
        sequences.push(message.seq);
      }
      if (got.length === before) break;
    }
    const info = await (await connection.jetstreamManager()).streams.info(`${station}$1`);
    await connection.close();
    return {
      read: got.length, inOrder: inOrder(got), firstFault: firstFault(got), messages: info.state.messages,
      dense: sequences.every((sequence, i) => sequence === sequences[0] + i),
    };
  },

  // A message of exactly max_payload, headers included, then one byte more: refused by the client by INFO's limit.
  async largest() {
    const connection = await sdk();
    await connection.station({ name: station, replicas: options.replicas ?? 1, partitionsNumber: 1 });
    const producer = await connection.producer({ stationName: station, producerName: "flow" });
    const limit = connection.brokerManager.info.max_payload;
    const headers = nats.headers();
    headers.set("$memphis_connectionId", connection.connectionId);
    headers.set("$memphis_producedBy", "flow");
    const room = limit - headers.encode().length;
    const body = Buffer.alloc(room, "x");
    body.write("first");
    body.write("last", room - 4);
    await producer.produce({ message: body, asyncProduce: false });
    let refusal = null;
    try {
      await producer.produce({ message: Buffer.alloc(room + 1), asyncProduce: false });
    } catch (error) {
      refusal = error.message;
    }
    const consumer = await connection.consumer({
      stationName: station, consumerName: "largest", consumerGroup: "largest", batchMaxTimeToWaitMs: 5000,
    });
    const messages = await consumer.fetch({ batchSize: 2 });
    const same = messages.length === 1 && Buffer.compare(Buffer.from(messages[0].getData()), body) === 0;
    messages.forEach((message) => message.ack());
    await connection.close();
    return { limit, room, refusal, delivered: messages.length, same };
  },
};

commands[process.argv[2]]()
  .then((result) => ({ ok: true, ...result }))
  .catch((error) => ({ ok: false, error: String(error?.message ?? error) }))
  .then((result) => process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(result.ok ? 0 : 1)));
