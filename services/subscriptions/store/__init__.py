"""Where the events are: the public topics of Kafka, read by cursor and without a group."""
