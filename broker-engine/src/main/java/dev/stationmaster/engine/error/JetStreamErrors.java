package dev.stationmaster.engine.error;

/// The errors of the JetStream API, in order of `err_code`. A `{name}` is filled in by [JetStreamError#with].
/// Source: NATS server `errors.json` (Apache-2.0), as listed in the protocol reference.
public final class JetStreamErrors {
    public static final JetStreamError RESOURCE_LIMITS_EXCEEDED_FOR_ACCOUNT =
            new JetStreamError(400, 10002, "resource limits exceeded for account");
    public static final JetStreamError BAD_REQUEST = new JetStreamError(400, 10003, "bad request");
    public static final JetStreamError INCOMPLETE_RESULTS = new JetStreamError(503, 10004, "incomplete results");
    public static final JetStreamError CLUSTER_ERROR = new JetStreamError(400, 10005, "{err}");
    public static final JetStreamError JETSTREAM_NOT_IN_CLUSTERED_MODE =
            new JetStreamError(500, 10006, "JetStream not in clustered mode");
    public static final JetStreamError JETSTREAM_CLUSTER_NOT_ASSIGNED_TO_THIS_SERVER =
            new JetStreamError(500, 10007, "JetStream cluster not assigned to this server");
    public static final JetStreamError JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE =
            new JetStreamError(503, 10008, "JetStream system temporarily unavailable");
    public static final JetStreamError JETSTREAM_CLUSTER_CAN_NOT_HANDLE_REQUEST =
            new JetStreamError(500, 10009, "JetStream cluster can not handle request");
    public static final JetStreamError JETSTREAM_CLUSTERING_SUPPORT_REQUIRED =
            new JetStreamError(503, 10010, "JetStream clustering support required");
    public static final JetStreamError TAGS_PLACEMENT_NOT_SUPPORTED_FOR_OPERATION =
            new JetStreamError(400, 10011, "tags placement not supported for operation");
    public static final JetStreamError CONSUMER_CREATE_FAILED = new JetStreamError(500, 10012, "{err}");
    public static final JetStreamError CONSUMER_NAME_ALREADY_IN_USE =
            new JetStreamError(400, 10013, "consumer name already in use");
    public static final JetStreamError CONSUMER_NOT_FOUND = new JetStreamError(404, 10014, "consumer not found");
    public static final JetStreamError DELIVER_SUBJECT_NOT_VALID =
            new JetStreamError(400, 10015, "deliver subject not valid");
    public static final JetStreamError CONSUMER_EXPECTED_TO_BE_DURABLE_BUT_NO_DURABLE =
            new JetStreamError(400, 10016, "consumer expected to be durable but no durable name set in subject");
    public static final JetStreamError CONSUMER_NAME_IN_SUBJECT_DOES_NOT_MATCH_DURABLE =
            new JetStreamError(400, 10017, "consumer name in subject does not match durable name in request");
    public static final JetStreamError CONSUMER_EXPECTED_TO_BE_DURABLE_BUT_A_DURABLE =
            new JetStreamError(400, 10018, "consumer expected to be durable but a durable name was not set");
    public static final JetStreamError CONSUMER_EXPECTED_TO_BE_EPHEMERAL_BUT_DETECTED_A = new JetStreamError(
            400, 10019, "consumer expected to be ephemeral but detected a durable name set in subject");
    public static final JetStreamError CONSUMER_EXPECTED_TO_BE_EPHEMERAL_BUT_A_DURABLE =
            new JetStreamError(400, 10020, "consumer expected to be ephemeral but a durable name was set in request");
    public static final JetStreamError STREAM_EXTERNAL_API_PREFIX_MUST_NOT_OVERLAP_WITH =
            new JetStreamError(400, 10021, "stream external api prefix {prefix} must not overlap with {subject}");
    public static final JetStreamError STREAM_EXTERNAL_DELIVERY_PREFIX_OVERLAPS_WITH_STREAM_SUBJECT =
            new JetStreamError(
                    400, 10022, "stream external delivery prefix {prefix} overlaps with stream subject {subject}");
    public static final JetStreamError INSUFFICIENT_RESOURCES =
            new JetStreamError(503, 10023, "insufficient resources");
    public static final JetStreamError STREAM_EXTERNAL_DELIVERY_PREFIX_MUST_NOT_CONTAIN_WILDCARDS =
            new JetStreamError(400, 10024, "stream external delivery prefix {prefix} must not contain wildcards");
    public static final JetStreamError INVALID_JSON = new JetStreamError(400, 10025, "invalid JSON");
    public static final JetStreamError MAXIMUM_CONSUMERS_LIMIT_REACHED =
            new JetStreamError(400, 10026, "maximum consumers limit reached");
    public static final JetStreamError MAXIMUM_NUMBER_OF_STREAMS_REACHED =
            new JetStreamError(400, 10027, "maximum number of streams reached");
    public static final JetStreamError INSUFFICIENT_MEMORY_RESOURCES_AVAILABLE =
            new JetStreamError(500, 10028, "insufficient memory resources available");
    public static final JetStreamError GENERIC = new JetStreamError(500, 10029, "{err}");
    public static final JetStreamError STREAM_MIRROR_MUST_HAVE_MAX_MESSAGE_SIZE_SOURCE =
            new JetStreamError(400, 10030, "stream mirror must have max message size >= source");
    public static final JetStreamError STREAM_MIRRORS_CAN_NOT_ALSO_CONTAIN_OTHER_SOURCES =
            new JetStreamError(400, 10031, "stream mirrors can not also contain other sources");
    public static final JetStreamError STREAM_MIRRORS_CAN_NOT_HAVE_BOTH_START_SEQ =
            new JetStreamError(400, 10032, "stream mirrors can not have both start seq and start time configured");
    public static final JetStreamError STREAM_MIRRORS_CAN_NOT_CONTAIN_FILTERED_SUBJECTS =
            new JetStreamError(400, 10033, "stream mirrors can not contain filtered subjects");
    public static final JetStreamError STREAM_MIRRORS_CAN_NOT_CONTAIN_SUBJECTS =
            new JetStreamError(400, 10034, "stream mirrors can not contain subjects");
    public static final JetStreamError ACCOUNT_NOT_FOUND = new JetStreamError(503, 10035, "account not found");
    public static final JetStreamError NOT_CURRENTLY_SUPPORTED_IN_CLUSTERED_MODE =
            new JetStreamError(503, 10036, "not currently supported in clustered mode");
    public static final JetStreamError NO_MESSAGE_FOUND = new JetStreamError(404, 10037, "no message found");
    public static final JetStreamError EXPECTED_AN_EMPTY_REQUEST_PAYLOAD =
            new JetStreamError(400, 10038, "expected an empty request payload");
    public static final JetStreamError JETSTREAM_NOT_ENABLED_FOR_ACCOUNT =
            new JetStreamError(503, 10039, "JetStream not enabled for account");
    public static final JetStreamError PEER_NOT_A_MEMBER = new JetStreamError(400, 10040, "peer not a member");
    public static final JetStreamError GENERIC_10041 = new JetStreamError(500, 10041, "{err}");
    public static final JetStreamError JETSTREAM_UNABLE_TO_SUBSCRIBE_TO_RESTORE_SNAPSHOT =
            new JetStreamError(500, 10042, "JetStream unable to subscribe to restore snapshot {subject}: {err}");
    public static final JetStreamError SEQUENCE_NOT_FOUND = new JetStreamError(400, 10043, "sequence {seq} not found");
    public static final JetStreamError SERVER_IS_NOT_A_MEMBER_OF_THE_CLUSTER =
            new JetStreamError(400, 10044, "server is not a member of the cluster");
    public static final JetStreamError GENERIC_10045 = new JetStreamError(500, 10045, "{err}");
    public static final JetStreamError STREAM_SOURCE_MUST_HAVE_MAX_MESSAGE_SIZE_TARGET =
            new JetStreamError(400, 10046, "stream source must have max message size >= target");
    public static final JetStreamError INSUFFICIENT_STORAGE_RESOURCES_AVAILABLE =
            new JetStreamError(500, 10047, "insufficient storage resources available");
    public static final JetStreamError GENERIC_10048 = new JetStreamError(500, 10048, "{err}");
    public static final JetStreamError STREAM_CREATE_FAILED = new JetStreamError(500, 10049, "{err}");
    public static final JetStreamError STREAM_DELETE_FAILED = new JetStreamError(500, 10050, "{err}");
    public static final JetStreamError STREAM_GENERAL_ERROR = new JetStreamError(500, 10051, "{err}");
    public static final JetStreamError STREAM_INVALID_CONFIG = new JetStreamError(500, 10052, "{err}");
    public static final JetStreamError GENERIC_10053 = new JetStreamError(500, 10053, "{err}");
    public static final JetStreamError MESSAGE_SIZE_EXCEEDS_MAXIMUM_ALLOWED =
            new JetStreamError(400, 10054, "message size exceeds maximum allowed");
    public static final JetStreamError STREAM_MIRROR_CONFIGURATION_CAN_NOT_BE_UPDATED =
            new JetStreamError(400, 10055, "stream mirror configuration can not be updated");
    public static final JetStreamError STREAM_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST =
            new JetStreamError(400, 10056, "stream name in subject does not match request");
    public static final JetStreamError GENERIC_10057 = new JetStreamError(500, 10057, "{err}");
    public static final JetStreamError STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT =
            new JetStreamError(400, 10058, "stream name already in use with a different configuration");
    public static final JetStreamError STREAM_NOT_FOUND = new JetStreamError(404, 10059, "stream not found");
    public static final JetStreamError EXPECTED_STREAM_DOES_NOT_MATCH =
            new JetStreamError(400, 10060, "expected stream does not match");
    public static final JetStreamError REPLICAS_CONFIGURATION_CAN_NOT_BE_UPDATED =
            new JetStreamError(400, 10061, "Replicas configuration can not be updated");
    public static final JetStreamError RESTORE_FAILED = new JetStreamError(500, 10062, "restore failed: {err}");
    public static final JetStreamError EXPECTED_STREAM_SEQUENCE_DOES_NOT_MATCH =
            new JetStreamError(503, 10063, "expected stream sequence does not match");
    public static final JetStreamError SNAPSHOT_FAILED = new JetStreamError(500, 10064, "snapshot failed: {err}");
    public static final JetStreamError SUBJECTS_OVERLAP_WITH_AN_EXISTING_STREAM =
            new JetStreamError(400, 10065, "subjects overlap with an existing stream");
    public static final JetStreamError GENERIC_10066 = new JetStreamError(500, 10066, "{err}");
    public static final JetStreamError GENERIC_10067 = new JetStreamError(500, 10067, "{err}");
    public static final JetStreamError TEMPLATE_NOT_FOUND = new JetStreamError(404, 10068, "template not found");
    public static final JetStreamError STREAM_UPDATE_FAILED = new JetStreamError(500, 10069, "{err}");
    public static final JetStreamError WRONG_LAST_MSG_ID = new JetStreamError(400, 10070, "wrong last msg ID: {id}");
    public static final JetStreamError WRONG_LAST_SEQUENCE =
            new JetStreamError(400, 10071, "wrong last sequence: {seq}");
    public static final JetStreamError JETSTREAM_UNABLE_TO_OPEN_TEMP_STORAGE_FOR_RESTORE =
            new JetStreamError(500, 10072, "JetStream unable to open temp storage for restore");
    public static final JetStreamError TEMPLATE_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST =
            new JetStreamError(400, 10073, "template name in subject does not match request");
    public static final JetStreamError REPLICAS_1_NOT_SUPPORTED_IN_NON_CLUSTERED_MODE =
            new JetStreamError(500, 10074, "replicas > 1 not supported in non-clustered mode");
    public static final JetStreamError PEER_REMAP_FAILED = new JetStreamError(503, 10075, "peer remap failed");
    public static final JetStreamError JETSTREAM_NOT_ENABLED = new JetStreamError(503, 10076, "JetStream not enabled");
    public static final JetStreamError GENERIC_10077 = new JetStreamError(503, 10077, "{err}");
    public static final JetStreamError CONSUMER_CONFIG_REQUIRED =
            new JetStreamError(400, 10078, "consumer config required");
    public static final JetStreamError CONSUMER_DELIVER_SUBJECT_HAS_WILDCARDS =
            new JetStreamError(400, 10079, "consumer deliver subject has wildcards");
    public static final JetStreamError CONSUMER_IN_PUSH_MODE_CAN_NOT_SET_MAX =
            new JetStreamError(400, 10080, "consumer in push mode can not set max waiting");
    public static final JetStreamError CONSUMER_DELIVER_SUBJECT_FORMS_A_CYCLE =
            new JetStreamError(400, 10081, "consumer deliver subject forms a cycle");
    public static final JetStreamError CONSUMER_REQUIRES_ACK_POLICY_FOR_MAX_ACK_PENDING =
            new JetStreamError(400, 10082, "consumer requires ack policy for max ack pending");
    public static final JetStreamError CONSUMER_IDLE_HEARTBEAT_NEEDS_TO_BE_100MS =
            new JetStreamError(400, 10083, "consumer idle heartbeat needs to be >= 100ms");
    public static final JetStreamError CONSUMER_IN_PULL_MODE_REQUIRES_ACK_POLICY =
            new JetStreamError(400, 10084, "consumer in pull mode requires ack policy");
    public static final JetStreamError CONSUMER_IN_PULL_MODE_REQUIRES_A_DURABLE_NAME =
            new JetStreamError(400, 10085, "consumer in pull mode requires a durable name");
    public static final JetStreamError CONSUMER_IN_PULL_MODE_CAN_NOT_HAVE_RATE =
            new JetStreamError(400, 10086, "consumer in pull mode can not have rate limit set");
    public static final JetStreamError CONSUMER_MAX_WAITING_NEEDS_TO_BE_POSITIVE =
            new JetStreamError(400, 10087, "consumer max waiting needs to be positive");
    public static final JetStreamError CONSUMER_IDLE_HEARTBEAT_REQUIRES_A_PUSH_BASED_CONSUMER =
            new JetStreamError(400, 10088, "consumer idle heartbeat requires a push based consumer");
    public static final JetStreamError CONSUMER_FLOW_CONTROL_REQUIRES_A_PUSH_BASED_CONSUMER =
            new JetStreamError(400, 10089, "consumer flow control requires a push based consumer");
    public static final JetStreamError CONSUMER_DIRECT_REQUIRES_A_PUSH_BASED_CONSUMER =
            new JetStreamError(400, 10090, "consumer direct requires a push based consumer");
    public static final JetStreamError CONSUMER_DIRECT_REQUIRES_AN_EPHEMERAL_CONSUMER =
            new JetStreamError(400, 10091, "consumer direct requires an ephemeral consumer");
    public static final JetStreamError CONSUMER_DIRECT_ON_A_MAPPED_CONSUMER =
            new JetStreamError(400, 10092, "consumer direct on a mapped consumer");
    public static final JetStreamError CONSUMER_FILTER_SUBJECT_IS_NOT_A_VALID_SUBSET =
            new JetStreamError(400, 10093, "consumer filter subject is not a valid subset of the interest subjects");
    public static final JetStreamError GENERIC_10094 = new JetStreamError(400, 10094, "{err}");
    public static final JetStreamError FAILED_TO_PARSE_CONSUMER_SAMPLING_CONFIGURATION =
            new JetStreamError(400, 10095, "failed to parse consumer sampling configuration: {err}");
    public static final JetStreamError STREAM_NOT_VALID = new JetStreamError(500, 10096, "stream not valid");
    public static final JetStreamError HEADER_SIZE_EXCEEDS_MAXIMUM_ALLOWED_OF_64K =
            new JetStreamError(400, 10097, "header size exceeds maximum allowed of 64k");
    public static final JetStreamError WORKQUEUE_STREAM_REQUIRES_EXPLICIT_ACK =
            new JetStreamError(400, 10098, "workqueue stream requires explicit ack");
    public static final JetStreamError MULTIPLE_NON_FILTERED_CONSUMERS_NOT_ALLOWED_ON_WORKQUEUE =
            new JetStreamError(400, 10099, "multiple non-filtered consumers not allowed on workqueue stream");
    public static final JetStreamError FILTERED_CONSUMER_NOT_UNIQUE_ON_WORKQUEUE_STREAM =
            new JetStreamError(400, 10100, "filtered consumer not unique on workqueue stream");
    public static final JetStreamError CONSUMER_MUST_BE_DELIVER_ALL_ON_WORKQUEUE_STREAM =
            new JetStreamError(400, 10101, "consumer must be deliver all on workqueue stream");
    public static final JetStreamError CONSUMER_NAME_IS_TOO_LONG_MAXIMUM_ALLOWED_IS =
            new JetStreamError(400, 10102, "consumer name is too long, maximum allowed is {max}");
    public static final JetStreamError DURABLE_NAME_CAN_NOT_CONTAIN =
            new JetStreamError(400, 10103, "durable name can not contain '.', '*', '>'");
    public static final JetStreamError ERROR_CREATING_STORE_FOR_CONSUMER =
            new JetStreamError(500, 10104, "error creating store for consumer: {err}");
    public static final JetStreamError CONSUMER_ALREADY_EXISTS_AND_IS_STILL_ACTIVE =
            new JetStreamError(400, 10105, "consumer already exists and is still active");
    public static final JetStreamError CONSUMER_REPLACEMENT_DURABLE_CONFIG_NOT_THE_SAME =
            new JetStreamError(400, 10106, "consumer replacement durable config not the same");
    public static final JetStreamError CONSUMER_DESCRIPTION_IS_TOO_LONG_MAXIMUM_ALLOWED_IS =
            new JetStreamError(400, 10107, "consumer description is too long, maximum allowed is {max}");
    public static final JetStreamError CONSUMER_WITH_FLOW_CONTROL_ALSO_NEEDS_HEARTBEATS =
            new JetStreamError(400, 10108, "consumer with flow control also needs heartbeats");
    public static final JetStreamError INVALID_OPERATION_ON_SEALED_STREAM =
            new JetStreamError(400, 10109, "invalid operation on sealed stream");
    public static final JetStreamError GENERIC_10110 = new JetStreamError(500, 10110, "{err}");
    public static final JetStreamError GENERIC_10111 = new JetStreamError(500, 10111, "{err}");
    public static final JetStreamError INVALID_PUSH_CONSUMER_DELIVER_SUBJECT =
            new JetStreamError(400, 10112, "invalid push consumer deliver subject");
    public static final JetStreamError ACCOUNT_REQUIRES_A_STREAM_CONFIG_TO_HAVE_MAX =
            new JetStreamError(400, 10113, "account requires a stream config to have max bytes set");
    public static final JetStreamError CONSUMER_MAX_REQUEST_BATCH_NEEDS_TO_BE_0 =
            new JetStreamError(400, 10114, "consumer max request batch needs to be > 0");
    public static final JetStreamError CONSUMER_MAX_REQUEST_EXPIRES_NEEDS_TO_BE_1MS =
            new JetStreamError(400, 10115, "consumer max request expires needs to be >= 1ms");
    public static final JetStreamError MAX_DELIVER_IS_REQUIRED_TO_BE_LENGTH_OF =
            new JetStreamError(400, 10116, "max deliver is required to be > length of backoff values");
    public static final JetStreamError SUBJECT_DETAILS_WOULD_EXCEED_MAXIMUM_ALLOWED =
            new JetStreamError(500, 10117, "subject details would exceed maximum allowed");
    public static final JetStreamError STREAM_IS_OFFLINE = new JetStreamError(500, 10118, "stream is offline");
    public static final JetStreamError CONSUMER_IS_OFFLINE = new JetStreamError(500, 10119, "consumer is offline");
    public static final JetStreamError NO_JETSTREAM_DEFAULT_OR_APPLICABLE_TIERED_LIMIT_PRESENT =
            new JetStreamError(400, 10120, "no JetStream default or applicable tiered limit present");
    public static final JetStreamError CONSUMER_MAX_ACK_PENDING_EXCEEDS_SYSTEM_LIMIT_OF =
            new JetStreamError(400, 10121, "consumer max ack pending exceeds system limit of {limit}");
    public static final JetStreamError STREAM_MAX_BYTES_EXCEEDS_ACCOUNT_LIMIT_MAX_STREAM =
            new JetStreamError(400, 10122, "stream max bytes exceeds account limit max stream bytes");
    public static final JetStreamError CAN_NOT_MOVE_AND_SCALE_A_STREAM_IN =
            new JetStreamError(400, 10123, "can not move and scale a stream in a single update");
    public static final JetStreamError STREAM_MOVE_ALREADY_IN_PROGRESS =
            new JetStreamError(400, 10124, "stream move already in progress: {msg}");
    public static final JetStreamError CONSUMER_MAX_REQUEST_BATCH_EXCEEDS_SERVER_LIMIT_OF =
            new JetStreamError(400, 10125, "consumer max request batch exceeds server limit of {limit}");
    public static final JetStreamError CONSUMER_CONFIG_REPLICA_COUNT_EXCEEDS_PARENT_STREAM =
            new JetStreamError(400, 10126, "consumer config replica count exceeds parent stream");
    public static final JetStreamError CONSUMER_NAME_CAN_NOT_CONTAIN_PATH_SEPARATORS =
            new JetStreamError(400, 10127, "Consumer name can not contain path separators");
    public static final JetStreamError STREAM_NAME_CAN_NOT_CONTAIN_PATH_SEPARATORS =
            new JetStreamError(400, 10128, "Stream name can not contain path separators");
    public static final JetStreamError STREAM_MOVE_NOT_IN_PROGRESS =
            new JetStreamError(400, 10129, "stream move not in progress");
    public static final JetStreamError STREAM_NAME_ALREADY_IN_USE_CANNOT_RESTORE =
            new JetStreamError(400, 10130, "stream name already in use, cannot restore");
    public static final JetStreamError CONSUMER_CREATE_REQUEST_DID_NOT_MATCH_FILTERED_SUBJECT = new JetStreamError(
            400, 10131, "Consumer create request did not match filtered subject from create subject");
    public static final JetStreamError CONSUMER_DURABLE_AND_NAME_HAVE_TO_BE_EQUAL =
            new JetStreamError(400, 10132, "Consumer Durable and Name have to be equal if both are provided");
    public static final JetStreamError REPLICAS_COUNT_CANNOT_BE_NEGATIVE =
            new JetStreamError(400, 10133, "replicas count cannot be negative");
    public static final JetStreamError CONSUMER_CONFIG_REPLICAS_MUST_MATCH_INTEREST_RETENTION_STREAM =
            new JetStreamError(400, 10134, "consumer config replicas must match interest retention stream's replicas");
    public static final JetStreamError CONSUMER_METADATA_EXCEEDS_MAXIMUM_SIZE_OF =
            new JetStreamError(400, 10135, "consumer metadata exceeds maximum size of {limit}");
    public static final JetStreamError CONSUMER_CANNOT_HAVE_BOTH_FILTERSUBJECT_AND_FILTERSUBJECTS_SPECIFIED =
            new JetStreamError(400, 10136, "consumer cannot have both FilterSubject and FilterSubjects specified");
    public static final JetStreamError CONSUMER_WITH_MULTIPLE_SUBJECT_FILTERS_CANNOT_USE_SUBJECT =
            new JetStreamError(400, 10137, "consumer with multiple subject filters cannot use subject based API");
    public static final JetStreamError CONSUMER_SUBJECT_FILTERS_CANNOT_OVERLAP =
            new JetStreamError(400, 10138, "consumer subject filters cannot overlap");
    public static final JetStreamError CONSUMER_FILTER_IN_FILTERSUBJECTS_CANNOT_BE_EMPTY =
            new JetStreamError(400, 10139, "consumer filter in FilterSubjects cannot be empty");
    public static final JetStreamError DUPLICATE_SOURCE_CONFIGURATION_DETECTED =
            new JetStreamError(400, 10140, "duplicate source configuration detected");
    public static final JetStreamError SOURCED_STREAM_NAME_IS_INVALID =
            new JetStreamError(400, 10141, "sourced stream name is invalid");
    public static final JetStreamError MIRRORED_STREAM_NAME_IS_INVALID =
            new JetStreamError(400, 10142, "mirrored stream name is invalid");
    public static final JetStreamError STREAM_MIRRORS_CAN_NOT_HAVE_FIRST_SEQUENCE_CONFIGURED =
            new JetStreamError(400, 10143, "stream mirrors can not have first sequence configured");
    public static final JetStreamError SOURCE_WITH_MULTIPLE_SUBJECT_TRANSFORMS_CANNOT_ALSO_HAVE = new JetStreamError(
            400, 10144, "source with multiple subject transforms cannot also have a single subject filter");
    public static final JetStreamError SOURCE_SUBJECT_FILTER_IS_INVALID =
            new JetStreamError(400, 10145, "source subject filter is invalid");
    public static final JetStreamError SOURCE_TRANSFORM_DESTINATION_IS_INVALID =
            new JetStreamError(400, 10146, "source transform destination is invalid");
    public static final JetStreamError SOURCE_FILTERS_CAN_NOT_OVERLAP =
            new JetStreamError(400, 10147, "source filters can not overlap");
    public static final JetStreamError CONSUMER_ALREADY_EXISTS =
            new JetStreamError(400, 10148, "consumer already exists");
    public static final JetStreamError CONSUMER_DOES_NOT_EXIST =
            new JetStreamError(400, 10149, "consumer does not exist");
    public static final JetStreamError MIRROR_WITH_MULTIPLE_SUBJECT_TRANSFORMS_CANNOT_ALSO_HAVE = new JetStreamError(
            400, 10150, "mirror with multiple subject transforms cannot also have a single subject filter");
    public static final JetStreamError MIRROR_SUBJECT_FILTER_IS_INVALID =
            new JetStreamError(400, 10151, "mirror subject filter is invalid");
    public static final JetStreamError MIRROR_SUBJECT_FILTERS_CAN_NOT_OVERLAP =
            new JetStreamError(400, 10152, "mirror subject filters can not overlap");
    public static final JetStreamError CONSUMER_INACTIVE_THRESHOLD_EXCEEDS_SYSTEM_LIMIT_OF =
            new JetStreamError(400, 10153, "consumer inactive threshold exceeds system limit of {limit}");
    public static final JetStreamError MIRROR_TRANSFORM_DESTINATION_IS_INVALID =
            new JetStreamError(400, 10154, "mirror transform destination is invalid");
    public static final JetStreamError STREAM_TRANSFORM_SOURCE =
            new JetStreamError(400, 10155, "stream transform source: {err}");
    public static final JetStreamError STREAM_TRANSFORM = new JetStreamError(400, 10156, "stream transform: {err}");

    private JetStreamErrors() {}
}
