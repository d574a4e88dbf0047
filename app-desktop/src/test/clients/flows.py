# Streams, a pull subscription and key-value through the unmodified Python client: flows.py PORT.
import asyncio
import json
import sys

import nats

COUNT = 200


async def main():
    connection = await nats.connect(f"nats://127.0.0.1:{sys.argv[1]}")
    js = connection.jetstream()
    await js.add_stream(name="PY", subjects=["py.>"])
    for i in range(COUNT):
        ack = await js.publish("py.one", f"message {i}".encode(), headers={"Nats-Msg-Id": str(i)})
        assert ack.seq == i + 1, ack
    subscription = await js.pull_subscribe("py.>", "worker")
    expected = 1
    while expected <= COUNT:
        for message in await subscription.fetch(50, timeout=5):
            assert message.metadata.sequence.stream == expected, message.metadata
            await message.ack_sync()
            expected += 1
    bucket = await js.create_key_value(bucket="py-settings", history=3)
    await bucket.put("colour", b"red")
    await bucket.put("colour", b"green")
    assert (await bucket.get("colour")).value == b"green"
    await bucket.delete("colour")
    await connection.drain()
    print(json.dumps({"published": COUNT}))


asyncio.run(main())
