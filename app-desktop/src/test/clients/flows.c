// Streams, a pull consumer and key-value through the unmodified C client: flows PORT. Ends with 1 and says where.
#include <nats/nats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 200
#define OK(call) check((call), #call, __LINE__)
#define EXPECT(condition) \
  if (!(condition)) { fprintf(stderr, "line %d: %s does not hold\n", __LINE__, #condition); exit(1); }

static void check(natsStatus status, const char *call, int line) {
  if (status != NATS_OK) {
    fprintf(stderr, "line %d: %s: %s\n", line, call, natsStatus_GetText(status));
    exit(1);
  }
}

static void echo(natsConnection *connection, natsSubscription *sub, natsMsg *msg, void *closure) {
  natsConnection_Publish(connection, natsMsg_GetReply(msg), natsMsg_GetData(msg), natsMsg_GetDataLength(msg));
  natsMsg_Destroy(msg);
}

static void core(natsConnection *connection) {
  natsSubscription *sub = NULL;
  natsMsg *reply = NULL;
  OK(natsConnection_QueueSubscribe(&sub, connection, "c.echo", "workers", echo, NULL));
  OK(natsConnection_RequestString(&reply, connection, "c.echo", "hello", 5000));
  EXPECT(strcmp(natsMsg_GetData(reply), "hello") == 0);
  natsMsg_Destroy(reply);
  EXPECT(natsConnection_RequestString(&reply, connection, "c.nobody", "hello", 5000) == NATS_NO_RESPONDERS);
  natsSubscription_Destroy(sub);
}

static void streams(jsCtx *js) {
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  const char *subjects[] = {"c.events.*"};
  config.Name = "C";
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  jsErrCode error = 0;
  OK(js_AddStream(NULL, js, &config, NULL, &error));
  for (int i = 0; i < COUNT; i++) {
    char text[32];
    snprintf(text, sizeof text, "message %d", i);
    jsPubAck *ack = NULL;
    OK(js_Publish(&ack, js, "c.events.one", text, (int)strlen(text), NULL, &error));
    EXPECT(ack->Sequence == (uint64_t)i + 1 && strcmp(ack->Stream, "C") == 0);
    jsPubAck_Destroy(ack);
  }
  for (int i = 0; i < COUNT; i++) OK(js_PublishAsync(js, "c.events.two", "later", 5, NULL));
  OK(js_PublishAsyncComplete(js, NULL));

  natsSubscription *sub = NULL;
  OK(js_PullSubscribe(&sub, js, "c.events.>", "worker", NULL, NULL, &error));
  uint64_t expected = 1;
  while (expected <= 2 * COUNT) {
    natsMsgList list;
    OK(natsSubscription_Fetch(&list, sub, 50, 5000, &error));
    for (int i = 0; i < list.Count; i++) {
      jsMsgMetaData *meta = NULL;
      OK(natsMsg_GetMetaData(&meta, list.Msgs[i]));
      EXPECT(meta->Sequence.Stream == expected && meta->NumDelivered == 1);
      jsMsgMetaData_Destroy(meta);
      OK(natsMsg_AckSync(list.Msgs[i], NULL, &error));
      expected++;
    }
    natsMsgList_Destroy(&list);
  }
  natsSubscription_Destroy(sub);
  jsStreamInfo *info = NULL;
  OK(js_GetStreamInfo(&info, js, "C", NULL, &error));
  EXPECT(info->State.Msgs == 2 * COUNT && info->State.Consumers == 1);
  jsStreamInfo_Destroy(info);
}

static void keyValue(jsCtx *js) {
  kvConfig config;
  kvConfig_Init(&config);
  config.Bucket = "c-settings";
  config.History = 3;
  kvStore *bucket = NULL;
  OK(js_CreateKeyValue(&bucket, js, &config));
  kvWatcher *watcher = NULL;
  OK(kvStore_WatchAll(&watcher, bucket, NULL));
  kvEntry *entry = NULL;
  OK(kvWatcher_Next(&entry, watcher, 5000));
  EXPECT(entry == NULL);
  uint64_t revision = 0;
  OK(kvStore_CreateString(&revision, bucket, "colour", "red"));
  EXPECT(kvStore_CreateString(NULL, bucket, "colour", "blue") != NATS_OK);
  OK(kvStore_UpdateString(&revision, bucket, "colour", "green", revision));
  OK(kvStore_Get(&entry, bucket, "colour"));
  EXPECT(strcmp(kvEntry_ValueString(entry), "green") == 0 && kvEntry_Revision(entry) == 2);
  kvEntry_Destroy(entry);
  OK(kvStore_Delete(bucket, "colour"));
  EXPECT(kvStore_Get(&entry, bucket, "colour") == NATS_NOT_FOUND);
  for (int i = 0; i < 3; i++) {
    OK(kvWatcher_Next(&entry, watcher, 5000));
    EXPECT(entry != NULL && kvEntry_Operation(entry) == (i < 2 ? kvOp_Put : kvOp_Delete));
    kvEntry_Destroy(entry);
  }
  kvWatcher_Destroy(watcher);
  kvStore_Destroy(bucket);
}

int main(int count, char **words) {
  char url[64];
  snprintf(url, sizeof url, "nats://127.0.0.1:%s", count > 1 ? words[1] : "4222");
  natsConnection *connection = NULL;
  jsCtx *js = NULL;
  OK(natsConnection_ConnectTo(&connection, url));
  OK(natsConnection_JetStream(&js, connection, NULL));
  core(connection);
  streams(js);
  keyValue(js);
  jsCtx_Destroy(js);
  natsConnection_Destroy(connection);
  nats_Close();
  printf("{\"published\":%d}\n", 2 * COUNT);
  return 0;
}
