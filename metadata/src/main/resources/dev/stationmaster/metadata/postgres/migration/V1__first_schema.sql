-- The metadata of one cluster. Times are timestamptz, byte counts and sequences bigint.

create table users (
    id                integer generated always as identity primary key,
    name              text not null unique,
    type              text not null check (type in ('root', 'management', 'application')),
    password_hash     text not null,
    already_logged_in boolean not null default false,
    created_at        timestamptz not null,
    last_login        timestamptz not null,
    avatar_id         integer not null default 1,
    full_name         text not null default '',
    team              text not null default '',
    position          text not null default '',
    owner             text not null default '',
    description       text not null default '',
    skip_get_started  boolean not null default false,
    -- A user with a role may do only what its permissions allow; one without may do everything.
    has_role          boolean not null default false
);

create table permissions (
    user_id     integer not null references users (id) on delete cascade,
    pattern     text not null,
    operation   text not null check (operation in ('read', 'write')),
    restriction text not null check (restriction in ('allow', 'deny')),
    primary key (user_id, pattern, operation, restriction)
);

-- Counters that other processes poll instead of whole tables.
create table versions (
    name    text primary key,
    version bigint not null
);
insert into versions (name, version) values ('users', 1), ('stations', 0);

create table stations (
    name                  text primary key,
    id                    bigint not null,
    retention_type        text not null,
    retention_value       bigint not null,
    storage               text not null,
    replicas              integer not null,
    partitions            integer not null,
    idempotency_window_ms bigint not null,
    dls_poison            boolean not null,
    dls_schemaverse       boolean not null,
    dls_station           text not null,
    schema_name           text not null,
    schema_version        integer not null,
    tiered_storage        boolean not null,
    created_by            text not null,
    created_at            timestamptz not null,
    updated_at            timestamptz not null
);

-- Clients name their station by name: the table above is a projection and may be rebuilt under them.
create table producers (
    id              bigint generated always as identity primary key,
    station         text not null,
    name            text not null,
    type            text not null check (type in ('application', 'connector')),
    connection_id   text not null,
    app_id          text not null,
    sdk             text not null,
    request_version integer not null,
    node            integer not null,
    is_active       boolean not null,
    partitions      integer[] not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);
create index producers_station on producers (station, name);
create index producers_connection on producers (connection_id);

create table consumers (
    id                bigint generated always as identity primary key,
    station           text not null,
    name              text not null,
    type              text not null check (type in ('application', 'connector')),
    connection_id     text not null,
    app_id            text not null,
    sdk               text not null,
    request_version   integer not null,
    node              integer not null,
    is_active         boolean not null,
    partitions        integer[] not null,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    consumers_group   text not null,
    max_ack_time_ms   bigint not null,
    max_msg_deliveries integer not null,
    start_sequence    bigint not null,
    last_messages     bigint not null
);
create index consumers_station on consumers (station, consumers_group);
create index consumers_connection on consumers (connection_id);

create table dead_letters (
    id           bigint generated always as identity primary key,
    station      text not null,
    partition    integer not null,
    stream_id    bigint not null,
    sequence     bigint not null,
    kind         text not null check (kind in ('poison', 'schema')),
    reason       text not null,
    deliveries   integer not null,
    producer     text not null,
    headers      json not null,
    payload      bytea not null,
    sent_at      timestamptz not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null
);
create unique index dead_letters_message on dead_letters (stream_id, sequence) where kind = 'poison';
create index dead_letters_station on dead_letters (station, last_at desc);
create index dead_letters_last on dead_letters (last_at);

create table dead_letter_groups (
    dead_letter_id bigint not null references dead_letters (id) on delete cascade,
    group_name     text not null,
    primary key (dead_letter_id, group_name)
);

create table schemas (
    id         integer generated always as identity primary key,
    name       text not null unique,
    type       text not null check (type in ('protobuf', 'json', 'graphql', 'avro')),
    created_by text not null,
    created_at timestamptz not null
);

create table schema_versions (
    id              integer generated always as identity primary key,
    schema_id       integer not null references schemas (id) on delete cascade,
    number          integer not null,
    is_active       boolean not null,
    content         text not null,
    msg_struct_name text not null,
    descriptor      bytea not null,
    created_by      text not null,
    created_at      timestamptz not null,
    unique (schema_id, number)
);
create unique index schema_versions_active on schema_versions (schema_id) where is_active;

create table tags (
    id    integer generated always as identity primary key,
    name  text not null unique,
    color text not null
);

create table tag_links (
    tag_id integer not null references tags (id) on delete cascade,
    kind   text not null check (kind in ('station', 'schema', 'user')),
    entity text not null,
    primary key (kind, entity, tag_id)
);

create table audit_logs (
    id         bigint generated always as identity primary key,
    station    text not null,
    message    text not null,
    created_by text not null,
    created_at timestamptz not null
);
create index audit_logs_station on audit_logs (station, created_at desc);
create index audit_logs_time on audit_logs (created_at);

create table settings (
    key   text primary key,
    value text not null
);
