// An agency votes over Kafka: needs the two packages of package.json, an address and an account.
// It stands alone: copy it, and write what your agency thinks into `opinion`.

import { readFileSync } from 'node:fs'
import kafkajs from 'kafkajs'
import { decompressFrame } from 'lz4-napi'

const { CompressionCodecs, CompressionTypes, Kafka, logLevel, Partitioners } = kafkajs
const { KAFKA = '127.0.0.1:9092', AGENCY = 'bi', KAFKA_PASSWORD, KAFKA_CA, KAFKA_TLS } = process.env
const GROUP = process.env.GROUP ?? `agency-${AGENCY}`
const BALLOTS = 'endorsement.ballot.v1'
const VOTES = `endorsement.votes.${AGENCY}.v1`

// Events are compressed with LZ4, which kafkajs does not bring along.
CompressionCodecs[CompressionTypes.LZ4] = () => ({ decompress: decompressFrame })

// Judge one UMKM; a mean of the 3K is its score.
function opinion(asked) {
  if (!asked.hs6?.length) {
    return { choice: 'need-info', reason: 'Kode HS produk belum dinyatakan.' }
  }
  return { choice: 'endorse', scores: { kualitas: 85, kuantitas: 70, kontinuitas: 75 } }
}

// Answer one opened ballot: the same event always has the same vote id, so it counts once.
function voteOn(opened) {
  const umkm = opened.data.umkm_id
  return {
    specversion: '1.0',
    type: 'endorsement.cast-vote.v1',
    id: `${AGENCY}/${opened.id}`,
    source: `/agencies/${AGENCY}`,
    subject: umkm,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: opened.correlationid ?? opened.id,
    causationid: opened.id,
    data: { umkm_id: umkm, ...opinion(opened.data) },
  }
}

function account() {
  if (!KAFKA_PASSWORD) return {}
  const ca = KAFKA_CA ? { ca: [readFileSync(KAFKA_CA)] } : true
  const sasl = { mechanism: 'scram-sha-512', username: `agency-${AGENCY}`, password: KAFKA_PASSWORD }
  return { sasl, ssl: KAFKA_TLS === 'off' ? false : ca }
}

const kafka = new Kafka({ brokers: [KAFKA], logLevel: logLevel.ERROR, ...account() })
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
const consumer = kafka.consumer({ groupId: GROUP })

const seen = new Set()

// An offset moves only after the vote was acknowledged; who fails takes the same event again.
async function take({ message }) {
  const event = JSON.parse(message.value)
  const { id, type, data } = event
  if (seen.has(id)) return // delivery is at least once
  if (type === 'endorsement.ballot-opened.v1' && data.agencies.includes(AGENCY)) {
    console.log(`asked     ${data.umkm_id} ${data.business_name}, due ${data.due_at.slice(0, 10)}`)
    const vote = voteOn(event)
    const headers = { 'content-type': 'application/cloudevents+json' }
    const record = { key: vote.subject, value: JSON.stringify(vote), headers }
    await producer.send({ topic: VOTES, acks: -1, messages: [record] })
    console.log(`voted     ${data.umkm_id} ${vote.data.choice}`)
  } else if (type.startsWith('endorsement.vote-') && data.agency === AGENCY) {
    console.log(`answered  ${data.umkm_id} ${type.split('.')[1]} ${data.detail ?? ''}`.trimEnd())
  }
  seen.add(id)
}

async function leave() {
  await consumer.disconnect()
  await producer.disconnect()
  process.exit(0)
}

process.once('SIGINT', leave)
process.once('SIGTERM', leave)
// When kafkajs gives up on an error, whoever supervises us starts us again.
consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || process.exit(1))
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: BALLOTS, fromBeginning: true })
console.log(`${AGENCY} reads ${BALLOTS} at ${KAFKA}; Ctrl-C ends it`)
await consumer.run({ eachMessage: take })
