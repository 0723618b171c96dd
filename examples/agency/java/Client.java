// An agency votes over Kafka: needs Java 17, an address, an account, and two libraries with what
// they need: org.apache.kafka:kafka-clients and com.fasterxml.jackson.core:jackson-databind.
// It stands alone: copy it, and write what your agency thinks into `opinion`.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Client {
    static final String KAFKA = setting("KAFKA", "127.0.0.1:9092");
    static final String AGENCY = setting("AGENCY", "bi");
    static final String GROUP = setting("GROUP", "agency-" + AGENCY);
    static final String BALLOTS = "endorsement.ballot.v1";
    static final String VOTES = "endorsement.votes." + AGENCY + ".v1";
    static final ObjectMapper JSON = new ObjectMapper();

    final Set<String> seen = new HashSet<>();
    final KafkaProducer<String, String> producer =
        new KafkaProducer<>(with("acks", "all"), new StringSerializer(), new StringSerializer());
    final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
        with("group.id", GROUP, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
        new StringDeserializer(), new StringDeserializer());

    /** Judges one UMKM; a mean of the 3K is its score. */
    static ObjectNode opinion(JsonNode opened) {
        ObjectNode vote = JSON.createObjectNode().put("umkm_id", opened.path("umkm_id").asText());
        if (opened.path("hs6").isEmpty()) {
            return vote.put("choice", "need-info").put("reason", "Kode HS produk belum dinyatakan.");
        }
        vote.putObject("scores").put("kualitas", 85).put("kuantitas", 70).put("kontinuitas", 75);
        return vote.put("choice", "endorse");
    }

    /** Answers one opened ballot: the same event always has the same vote id, so it counts once. */
    static ObjectNode voteOn(JsonNode opened) {
        String id = opened.path("id").asText();
        ObjectNode vote = JSON.createObjectNode()
            .put("specversion", "1.0")
            .put("type", "endorsement.cast-vote.v1")
            .put("id", AGENCY + "/" + id)
            .put("source", "/agencies/" + AGENCY)
            .put("subject", opened.path("data").path("umkm_id").asText())
            .put("time", Instant.now().toString())
            .put("datacontenttype", "application/json")
            .put("correlationid", opened.path("correlationid").asText(id))
            .put("causationid", id);
        return vote.set("data", opinion(opened.path("data")));
    }

    /** Handles one event. Delivery is at least once, so it ignores events that it knows. */
    void take(JsonNode event) throws Exception {
        if (seen.contains(event.path("id").asText())) return;
        JsonNode data = event.path("data");
        String kind = event.path("type").asText().split("\\.")[1];
        String umkm = data.path("umkm_id").asText();
        if (kind.equals("ballot-opened") && data.path("agencies").valueStream().anyMatch(Client::isUs)) {
            String due = data.path("due_at").asText().substring(0, 10);
            System.out.printf("asked     %s %s, due %s%n", umkm, data.path("business_name").asText(), due);
            send(voteOn(event));
        } else if (kind.startsWith("vote-") && isUs(data.path("agency"))) {
            String detail = data.path("detail").asText("");
            System.out.println("answered  %s %s %s".formatted(umkm, kind, detail).stripTrailing());
        }
        seen.add(event.path("id").asText());
    }

    static boolean isUs(JsonNode agency) {
        return agency.asText().equals(AGENCY);
    }

    /** Waits until Kafka has acknowledged the vote. */
    void send(JsonNode vote) throws Exception {
        String umkm = vote.path("subject").asText();
        ProducerRecord<String, String> record = new ProducerRecord<>(VOTES, umkm, vote.toString());
        record.headers().add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
        System.out.printf("voted     %s %s%n", umkm, vote.path("data").path("choice").asText());
    }

    /** Reads ballots until Ctrl-C. Offsets move only after the votes were acknowledged. */
    void run() throws Exception {
        consumer.subscribe(List.of(BALLOTS));
        System.out.printf("%s reads %s at %s; Ctrl-C ends it%n", AGENCY, BALLOTS, KAFKA);
        while (true) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                take(JSON.readTree(record.value()));
            }
            consumer.commitSync();
        }
    }

    /** Returns the address and the account, with further settings as pairs of name and value. */
    static Properties with(String... pairs) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", KAFKA);
        settings.putAll(account());
        for (int i = 0; i < pairs.length; i += 2) settings.put(pairs[i], pairs[i + 1]);
        return settings;
    }

    /** Returns the settings of a protected Kafka, and none without a password. */
    static Map<String, String> account() {
        String password = System.getenv("KAFKA_PASSWORD");
        if (password == null) return Map.of();
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"agency-%s\" password=\"%s\";";
        Map<String, String> settings = new HashMap<>();
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", login.formatted(AGENCY, password));
        settings.put("security.protocol", "off".equals(System.getenv("KAFKA_TLS")) ? "SASL_PLAINTEXT" : "SASL_SSL");
        if (System.getenv("KAFKA_CA") != null) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", System.getenv("KAFKA_CA"));
        }
        return settings;
    }

    static String setting(String name, String usual) {
        return System.getenv().getOrDefault(name, usual);
    }

    /** Ctrl-C ends the reading, and only then the process. */
    void endWith(Thread reader) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                reader.join();
            } catch (InterruptedException unheard) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    public static void main(String[] arguments) throws Exception {
        Client client = new Client();
        client.endWith(Thread.currentThread());
        try (client.producer; client.consumer) {
            client.run();
        } catch (WakeupException ended) {
            // Ctrl-C. After any other error a supervisor starts it again, and nothing is lost.
        }
    }
}
