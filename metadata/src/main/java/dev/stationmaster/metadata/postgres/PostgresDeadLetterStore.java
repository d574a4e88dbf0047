package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.NewDeadLetter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Tables `dead_letters` and `dead_letter_groups`.
final class PostgresDeadLetterStore implements DeadLetterStore {
    /// Ids that one cause carries at most.
    private static final int CAUSE_IDS_MAX = 1_000;

    private static final int CAUSES_MAX = 1_000;

    /// `:bytes` is how much of the payload is wanted.
    private static final String SELECT = """
            select d.id, d.station, d.partition, d.stream_id, d.sequence, d.kind, d.reason, d.deliveries, d.producer,
                d.headers, substring(d.payload from 1 for :bytes) as payload, octet_length(d.payload) as size,
                d.sent_at, d.first_at, d.last_at,
                array(select g.group_name from dead_letter_groups g where g.dead_letter_id = d.id
                    order by g.group_name) as groups
            from dead_letters d""";

    private final Database database;

    PostgresDeadLetterStore(Database database) {
        this.database = database;
    }

    @Override
    public long add(NewDeadLetter letter) {
        return database.call(handle -> insert(handle, letter));
    }

    @Override
    public List<Long> addAll(List<NewDeadLetter> letters) {
        return database.call(
                handle -> letters.stream().map(letter -> insert(handle, letter)).toList());
    }

    @Override
    public Optional<DeadLetter> byId(long id) {
        return byIds(List.of(id)).stream().findFirst();
    }

    @Override
    public List<DeadLetter> byIds(Collection<Long> ids) {
        return database.call(handle -> list(handle.createQuery(SELECT + " where d.id = any(:ids) order by d.id")
                .bindArray("ids", Long.class, ids)
                .bind("bytes", Integer.MAX_VALUE)));
    }

    @Override
    public List<DeadLetter> list(DeadLetterStore.Filter filter) {
        return database.call(handle -> list(handle.createQuery(SELECT + """
                         where (:station = '' or d.station = :station)
                            and (:partition = 0 or d.partition = :partition)
                            and (:kind = '' or d.kind = :kind)
                        order by d.last_at desc, d.id desc limit :limit""")
                .bind("station", filter.station().orElse(""))
                .bind("partition", filter.partition())
                .bind("kind", filter.kind().map(PostgresDeadLetterStore::word).orElse(""))
                .bind("limit", filter.limit())
                .bind("bytes", filter.payloadBytesMax())));
    }

    @Override
    public Map<String, Long> countByStation() {
        return database.call(handle ->
                counts(handle.createQuery("select station, count(*) from dead_letters group by station order by 1")));
    }

    @Override
    public Map<String, Long> countByGroup(String station) {
        return database.call(handle -> counts(handle.createQuery("""
                        select g.group_name, count(*) from dead_letter_groups g
                        join dead_letters d on d.id = g.dead_letter_id
                        where d.station = :station group by g.group_name order by 1""").bind("station", station)));
    }

    @Override
    public List<Cause> causes(String station) {
        return database.call(handle -> handle.createQuery("""
                        select reason, max(total) as total, array_agg(id order by place) as ids
                        from (select reason, id, count(*) over (partition by reason) as total,
                                row_number() over (partition by reason order by last_at desc, id desc) as place
                            from dead_letters where station = :station) rows
                        where place <= :ids group by reason order by total desc, reason limit :causes""")
                .bind("ids", CAUSE_IDS_MAX)
                .bind("causes", CAUSES_MAX)
                .bind("station", station)
                .map((row, context) -> new Cause(row.getString("reason"), row.getLong("total"), Arrays.asList((Long[])
                        row.getArray("ids").getArray())))
                .list());
    }

    @Override
    public boolean removeGroup(long id, String group) {
        return database.call(handle -> {
            boolean removed = handle.createUpdate(
                                    "delete from dead_letter_groups where dead_letter_id = :id and group_name = :group")
                            .bind("id", id)
                            .bind("group", group)
                            .execute()
                    > 0;
            handle.createUpdate("""
                            delete from dead_letters d where id = :id and kind = 'poison'
                                and not exists (select 1 from dead_letter_groups g where g.dead_letter_id = d.id)""").bind("id", id).execute();
            return removed;
        });
    }

    @Override
    public int remove(Collection<Long> ids) {
        return database.call(handle -> handle.createUpdate("delete from dead_letters where id = any(:ids)")
                .bindArray("ids", Long.class, ids)
                .execute());
    }

    @Override
    public int remove(String station, DeadLetter.Kind kind, Collection<Long> ids) {
        return database.call(handle -> handle.createUpdate(
                        "delete from dead_letters where id = any(:ids) and station = :station and kind = :kind")
                .bindArray("ids", Long.class, ids)
                .bind("station", station)
                .bind("kind", word(kind))
                .execute());
    }

    @Override
    public int removeStation(String station, int partition) {
        return database.call(handle -> handle.createUpdate(
                        "delete from dead_letters where station = :station and (:partition = 0 or partition = :partition)")
                .bind("station", station)
                .bind("partition", partition)
                .execute());
    }

    @Override
    public int removeBefore(Instant limit) {
        return database.call(handle -> handle.createUpdate("delete from dead_letters where last_at < :limit")
                .bind("limit", limit)
                .execute());
    }

    private static long insert(Handle handle, NewDeadLetter letter) {
        long id = handle.createQuery("""
                        insert into dead_letters (station, partition, stream_id, sequence, kind, reason, deliveries,
                            producer, headers, payload, sent_at, first_at, last_at)
                        values (:station, :partition, :stream, :sequence, :kind, :reason, :deliveries,
                            :producer, cast(:headers as json), :payload, :sentAt, :at, :at)
                        on conflict (stream_id, sequence) where kind = 'poison' do update set
                            reason = excluded.reason, deliveries = excluded.deliveries,
                            last_at = greatest(dead_letters.last_at, excluded.last_at)
                        returning id""")
                .bind("station", letter.station())
                .bind("partition", letter.partition())
                .bind("stream", letter.streamId())
                .bind("sequence", letter.sequence())
                .bind("kind", word(letter.kind()))
                .bind("reason", storable(letter.reason()))
                .bind("deliveries", letter.deliveries())
                .bind("producer", storable(letter.producer()))
                .bind("headers", Headers.toJson(letter.headers()))
                .bind("payload", letter.payload())
                .bind("sentAt", letter.sentAt())
                .bind("at", letter.at())
                .mapTo(Long.class)
                .one();
        if (!letter.group().isEmpty()) {
            handle.createUpdate("""
                            insert into dead_letter_groups (dead_letter_id, group_name) values (:id, :group)
                            on conflict do nothing""")
                    .bind("id", id)
                    .bind("group", letter.group())
                    .execute();
        }
        return id;
    }

    private static List<DeadLetter> list(Query query) {
        return query.map((row, context) -> letter(row)).list();
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong("id"),
                row.getString("station"),
                row.getInt("partition"),
                row.getLong("stream_id"),
                row.getLong("sequence"),
                DeadLetter.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Arrays.asList((String[]) row.getArray("groups").getArray()),
                row.getString("reason"),
                row.getInt("deliveries"),
                row.getString("producer"),
                Headers.fromJson(row.getString("headers")),
                row.getBytes("payload"),
                row.getInt("size"),
                row.getTimestamp("sent_at").toInstant(),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant());
    }

    private static Map<String, Long> counts(Query query) {
        Map<String, Long> counts = new LinkedHashMap<>();
        query.map((row, context) -> counts.put(row.getString(1), row.getLong(2)) == null)
                .list();
        return counts;
    }

    /// PostgreSQL's text has no NUL; clients' words may.
    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }

    private static String word(DeadLetter.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
