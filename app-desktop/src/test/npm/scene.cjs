// A lively cluster to look at: stations, producers, consumer groups that keep up and one that does not, dead letters.
// node scene.cjs HOST:PORT SECONDS [REPLICAS]; prints "lively" when everything moves, ends after SECONDS.
console.log = console.warn = console.info = console.error;
const { memphis } = require("memphis-dev");

const [host, port] = process.argv[2].split(":");
const seconds = Number(process.argv[3]);
const replicas = Number(process.argv[4] ?? 1);
const customers = ["Ada Lovelace", "Grace Hopper", "Radia Perlman", "Barbara Liskov", "Karen Spärck Jones"];
let order = 0;

const sdk = () => memphis.connect({ host, port: Number(port), username: "root", password: "memphis" });
const body = () =>
  Buffer.from(
    JSON.stringify({ order: 17000 + ++order, customer: customers[order % customers.length], total: Math.round(order * 790) % 30000 / 100 })
  );

async function produceEvery(connection, station, name, millis, headers) {
  const producer = await connection.producer({ stationName: station, producerName: name });
  return setInterval(() => {
    const marked = memphis.headers();
    Object.entries(headers).forEach(([key, value]) => marked.add(key, value));
    producer.produce({ message: body(), headers: marked }).catch(() => {});
  }, millis);
}

/// @param settle what the member does with a message
async function consume(connection, station, group, name, batch, pause, settle, deliveries = 10) {
  const consumer = await connection.consumer({
    stationName: station,
    consumerName: name,
    consumerGroup: group,
    pullIntervalMs: pause,
    batchSize: batch,
    batchMaxTimeToWaitMs: 1000,
    maxAckTimeMs: 2000,
    maxMsgDeliveries: deliveries,
  });
  consumer.on("message", settle);
  consumer.on("error", () => {});
}

const ack = (message) => message.ack();
// What the mail service refuses is never acknowledged.
const refuseSome = (message) => {
  if (JSON.parse(message.getData().toString()).order % 97 !== 0) message.ack();
};

(async () => {
  const connection = await sdk();
  const second = await sdk();
  for (const [name, partitionsNumber] of [["orders", 3], ["payments", 1], ["shipments", 1], ["audit-trail", 1]])
    await connection.station({ name, replicas, partitionsNumber, retentionValue: 7 * 24 * 3600 });

  const once = await connection.producer({ stationName: "orders", producerName: "import" });
  for (let i = 0; i < 300; i++) await once.produce({ message: body() });
  const imports = [produceEvery(connection, "orders", "checkout", 25, { source: "web" })];
  imports.push(produceEvery(second, "orders", "checkout", 25, { source: "app" }));
  imports.push(produceEvery(connection, "payments", "checkout", 120, {}));
  imports.push(produceEvery(second, "shipments", "warehouse", 400, {}));
  await Promise.all(imports);

  for (const member of ["billing-1", "billing-2", "billing-3"])
    await consume(connection, "orders", "billing", member, 100, 200, ack);
  await consume(second, "orders", "mailer", "mailer-1", 100, 200, refuseSome, 2);
  await consume(second, "orders", "audit", "audit-1", 1, 1000, ack);
  await consume(second, "payments", "ledger", "ledger-1", 100, 300, ack);
  process.stdout.write("lively\n");
  setTimeout(() => process.exit(0), seconds * 1000);
})().catch((failure) => {
  process.stderr.write(`${failure}\n`);
  process.exit(1);
});
