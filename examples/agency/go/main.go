// An agency votes over Kafka: needs the packages of go.mod, an address and an account.
// It stands alone: copy the folder, and write what your agency thinks into opinion.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

const ballots = "endorsement.ballot.v1"

var (
	kafka  = setting("KAFKA", "127.0.0.1:9092")
	agency = setting("AGENCY", "bi")
	group  = setting("GROUP", "agency-"+agency)
	votes  = "endorsement.votes." + agency + ".v1"
	seen   = map[string]bool{}
)

// Event is the part of an event that an agency needs.
type Event struct {
	ID            string `json:"id"`
	Type          string `json:"type"`
	CorrelationID string `json:"correlationid"`
	Data          Ballot `json:"data"`
}

// Ballot has the fields of ballot-opened, and those of the answers (agency, detail).
type Ballot struct {
	UmkmID       string   `json:"umkm_id"`
	BusinessName string   `json:"business_name"`
	HS6          []string `json:"hs6"`
	Agencies     []string `json:"agencies"`
	DueAt        string   `json:"due_at"`
	Agency       string   `json:"agency"`
	Detail       string   `json:"detail"`
}

// Vote is the data of endorsement.cast-vote.v1.
type Vote struct {
	UmkmID string         `json:"umkm_id"`
	Choice string         `json:"choice"`
	Reason string         `json:"reason,omitempty"`
	Scores map[string]int `json:"scores,omitempty"`
}

// opinion judges one UMKM; a mean of the 3K is its score.
func opinion(opened Ballot) Vote {
	if len(opened.HS6) == 0 {
		return Vote{UmkmID: opened.UmkmID, Choice: "need-info", Reason: "Kode HS produk belum dinyatakan."}
	}
	scores := map[string]int{"kualitas": 85, "kuantitas": 70, "kontinuitas": 75}
	return Vote{UmkmID: opened.UmkmID, Choice: "endorse", Scores: scores}
}

// voteOn answers one opened ballot: the same event always has the same vote id, so it counts once.
func voteOn(opened Event, vote Vote) ([]byte, error) {
	correlation := opened.CorrelationID
	if correlation == "" {
		correlation = opened.ID
	}
	return json.Marshal(map[string]any{
		"specversion":     "1.0",
		"type":            "endorsement.cast-vote.v1",
		"id":              agency + "/" + opened.ID,
		"source":          "/agencies/" + agency,
		"subject":         vote.UmkmID,
		"time":            time.Now().UTC().Format(time.RFC3339),
		"datacontenttype": "application/json",
		"correlationid":   correlation,
		"causationid":     opened.ID,
		"data":            vote,
	})
}

// take handles one event. Delivery is at least once, so it ignores events that it knows.
func take(ctx context.Context, client *kgo.Client, record *kgo.Record) error {
	var event Event
	if err := json.Unmarshal(record.Value, &event); err != nil {
		return err
	}
	if seen[event.ID] {
		return nil
	}
	data, kind := event.Data, strings.Split(event.Type, ".")[1]
	switch {
	case kind == "ballot-opened" && slices.Contains(data.Agencies, agency):
		fmt.Printf("asked     %s %s, due %.10s\n", data.UmkmID, data.BusinessName, data.DueAt)
		if err := send(ctx, client, event); err != nil {
			return err
		}
	case strings.HasPrefix(kind, "vote-") && data.Agency == agency:
		fmt.Println(strings.TrimSpace(fmt.Sprintf("answered  %s %s %s", data.UmkmID, kind, data.Detail)))
	}
	seen[event.ID] = true
	return nil
}

// send waits until Kafka has acknowledged the vote.
func send(ctx context.Context, client *kgo.Client, opened Event) error {
	vote := opinion(opened.Data)
	value, err := voteOn(opened, vote)
	if err != nil {
		return err
	}
	record := &kgo.Record{Topic: votes, Key: []byte(vote.UmkmID), Value: value, Headers: []kgo.RecordHeader{
		{Key: "content-type", Value: []byte("application/cloudevents+json")},
	}}
	if err := client.ProduceSync(ctx, record).FirstErr(); err != nil {
		return err
	}
	fmt.Printf("voted     %s %s\n", vote.UmkmID, vote.Choice)
	return nil
}

// account returns the options of a protected Kafka, and none without a password.
func account() ([]kgo.Opt, error) {
	password := os.Getenv("KAFKA_PASSWORD")
	if password == "" {
		return nil, nil
	}
	login := scram.Auth{User: "agency-" + agency, Pass: password}.AsSha512Mechanism()
	if os.Getenv("KAFKA_TLS") == "off" {
		return []kgo.Opt{kgo.SASL(login)}, nil
	}
	encryption := &tls.Config{MinVersion: tls.VersionTLS12}
	if file := os.Getenv("KAFKA_CA"); file != "" {
		certificate, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		encryption.RootCAs = x509.NewCertPool()
		encryption.RootCAs.AppendCertsFromPEM(certificate)
	}
	return []kgo.Opt{kgo.SASL(login), kgo.DialTLSConfig(encryption)}, nil
}

func setting(name, usual string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return usual
}

// run reads ballots until Ctrl-C. Offsets move only after the votes were acknowledged.
func run(ctx context.Context) error {
	options, err := account()
	if err != nil {
		return err
	}
	client, err := kgo.NewClient(append(options,
		kgo.SeedBrokers(kafka), kgo.ConsumerGroup(group), kgo.ConsumeTopics(ballots),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit())...)
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Printf("%s reads %s at %s; Ctrl-C ends it\n", agency, ballots, kafka)
	for {
		fetches := client.PollFetches(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err := fetches.Err(); err != nil {
			return err
		}
		for _, record := range fetches.Records() {
			if err := take(ctx, client, record); err != nil {
				return err
			}
		}
		if err := client.CommitUncommittedOffsets(ctx); err != nil {
			return err
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err) // a supervisor starts it again, and nothing is lost
	}
}
