"""What a service counts; read at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("sentra_received", "Messages read from Kafka", ["topic"])
IGNORED = Counter("sentra_ignored", "Messages of a type that this service does not know", ["topic"])
APPLIED = Counter("sentra_applied", "Messages applied to an aggregate", ["kind"])
REPEATED = Counter("sentra_repeated", "Messages that had been applied before", ["kind"])
REFUSED = Counter("sentra_refused", "Messages refused by the rules", ["kind", "code"])
EMITTED = Counter("sentra_emitted", "Events published for the first time", ["kind"])
RACES_LOST = Counter("sentra_races_lost", "Writes that met a newer version", ["kind"])
DEAD_LETTERS = Counter("sentra_dead_letters", "Messages put aside for good", ["topic"])
PUT_OFF = Counter("sentra_put_off", "Batches tried again because the world was away")
RESTARTED = Counter("sentra_consumer_restarted", "Consumers started again after standing still")
BATCH = Histogram(
    "sentra_batch_messages", "Messages in a batch", buckets=(1, 5, 20, 50, 100, 200, 500, 1000)
)
STAGE = Histogram(
    "sentra_batch_seconds",
    "Time of a batch by stage",
    ["stage"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
LAG = Gauge("sentra_lag_messages", "Messages that wait in the partitions assigned here")
PENDING = Gauge("sentra_pending", "Aggregates whose events wait for the relay", ["kind"])
