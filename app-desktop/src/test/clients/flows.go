// Streams, a pull subscription, key-value and object store through the unmodified Go client: flows PORT.
package main

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats.go"
)

const count = 200

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func expect(holds bool, what string, got interface{}) {
	if !holds {
		fmt.Fprintf(os.Stderr, "%s does not hold: %v\n", what, got)
		os.Exit(1)
	}
}

func streams(js nats.JetStreamContext) {
	_, err := js.AddStream(&nats.StreamConfig{Name: "GO", Subjects: []string{"go.>"}})
	must(err, "add stream")
	for i := 0; i < count; i++ {
		ack, err := js.Publish("go.one", []byte(fmt.Sprintf("message %d", i)), nats.MsgId(fmt.Sprint(i)))
		must(err, "publish")
		expect(ack.Sequence == uint64(i+1) && !ack.Duplicate, "sequence of the ack", ack)
	}
	ack, err := js.Publish("go.one", []byte("again"), nats.MsgId("0"))
	must(err, "publish again")
	expect(ack.Duplicate, "duplicate", ack)

	sub, err := js.PullSubscribe("go.>", "worker")
	must(err, "pull subscribe")
	next := uint64(1)
	for next <= count {
		messages, err := sub.Fetch(50, nats.MaxWait(5*time.Second))
		must(err, "fetch")
		for _, message := range messages {
			meta, err := message.Metadata()
			must(err, "metadata")
			expect(meta.Sequence.Stream == next, "order", meta)
			must(message.AckSync(), "ack")
			next++
		}
	}
	ordered, err := js.SubscribeSync("go.>", nats.OrderedConsumer())
	must(err, "ordered consumer")
	for i := 0; i < count; i++ {
		_, err := ordered.NextMsg(5 * time.Second)
		must(err, "next in order")
	}
}

func keyValue(js nats.JetStreamContext) {
	bucket, err := js.CreateKeyValue(&nats.KeyValueConfig{Bucket: "go-settings", History: 5})
	must(err, "create bucket")
	watcher, err := bucket.WatchAll()
	must(err, "watch")
	expect(<-watcher.Updates() == nil, "empty bucket", "")
	revision, err := bucket.Create("colour", []byte("red"))
	must(err, "create")
	_, err = bucket.Create("colour", []byte("blue"))
	expect(err != nil, "second create refused", err)
	_, err = bucket.Update("colour", []byte("green"), revision)
	must(err, "update")
	must(bucket.Delete("colour"), "delete")
	_, err = bucket.Get("colour")
	expect(err == nats.ErrKeyNotFound, "deleted key", err)
	for i, operation := range []nats.KeyValueOp{nats.KeyValuePut, nats.KeyValuePut, nats.KeyValueDelete} {
		entry := <-watcher.Updates()
		expect(entry.Operation() == operation, fmt.Sprint("watched ", i), entry)
	}
	history, err := bucket.History("colour")
	must(err, "history")
	expect(len(history) == 3, "history", history)
}

func objects(js nats.JetStreamContext) {
	store, err := js.CreateObjectStore(&nats.ObjectStoreConfig{Bucket: "go-files"})
	must(err, "create object store")
	blob := bytes.Repeat([]byte("0123456789"), 100_000)
	_, err = store.PutBytes("blob", blob)
	must(err, "put")
	got, err := store.GetBytes("blob")
	must(err, "get")
	expect(bytes.Equal(got, blob), "same bytes", len(got))
	must(store.Delete("blob"), "delete object")
	_, err = store.GetBytes("blob")
	expect(err != nil, "deleted object", err)
}

func main() {
	connection, err := nats.Connect("nats://127.0.0.1:" + os.Args[1])
	must(err, "connect")
	js, err := connection.JetStream()
	must(err, "jetstream")
	streams(js)
	keyValue(js)
	objects(js)
	must(connection.Drain(), "drain")
	fmt.Printf("{\"published\":%d}\n", count)
}
