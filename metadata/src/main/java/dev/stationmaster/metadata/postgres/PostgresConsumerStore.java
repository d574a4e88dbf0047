package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.ConsumerStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Table `consumers`.
final class PostgresConsumerStore extends ClientTable<ConsumerMember> implements ConsumerStore {
    PostgresConsumerStore(Database database) {
        super(database, "consumers", (row, context) -> member(row));
    }

    @Override
    public ConsumerMember add(ConsumerMember member) {
        String sql = "insert into consumers (" + COLUMNS + """
                , consumers_group, max_ack_time_ms, max_msg_deliveries, start_sequence, last_messages) values ("""
                + VALUES + ", :group, :ackTime, :deliveries, :start, :last) returning id";
        return database.call(handle -> member.withId(bind(handle.createQuery(sql), member.client())
                .bind("group", member.group())
                .bind("ackTime", member.maxAckTimeMillis())
                .bind("deliveries", member.maxDeliveries())
                .bind("start", member.startSequence())
                .bind("last", member.lastMessages())
                .mapTo(Long.class)
                .one()));
    }

    @Override
    public List<ConsumerMember> ofGroup(String station, String group) {
        return database.call(handle -> list(handle.createQuery(
                        "select * from consumers where station = :station and consumers_group = :group" + ORDER)
                .bind("station", station)
                .bind("group", group)));
    }

    @Override
    public int removeInactiveBefore(Instant limit) {
        return database.call(
                handle -> handle.createUpdate("""
                        delete from consumers c where not is_active and updated_at < :limit and id not in (
                            select distinct on (station, consumers_group) id from consumers
                            order by station, consumers_group, is_active desc, updated_at desc, id desc)""").bind("limit", limit).execute());
    }

    private static ConsumerMember member(ResultSet row) throws SQLException {
        return new ConsumerMember(
                row.getLong("id"),
                client(row),
                row.getString("consumers_group"),
                row.getLong("max_ack_time_ms"),
                row.getInt("max_msg_deliveries"),
                row.getLong("start_sequence"),
                row.getLong("last_messages"));
    }
}
