// Writes models of every JSON Schema in a folder: one package for each message.
// node models.mjs go|java SCHEMAS OUTPUT
import { readFileSync, readdirSync } from 'node:fs'
import { GO_COMMON_PRESET, GoFileGenerator, JAVA_JACKSON_PRESET, JavaFileGenerator } from '@asyncapi/modelina'

const [language, schemas, output] = process.argv.slice(2)
// Times stay text, as in Go: Jackson needs one more library for the times of Java.
const asText = () => 'String'

function generator() {
  if (language === 'go') {
    return new GoFileGenerator({ presets: [{ preset: GO_COMMON_PRESET, options: { addJsonTag: true } }] })
  }
  return new JavaFileGenerator({ presets: [JAVA_JACKSON_PRESET], typeMapping: { String: asText } })
}

for (const file of readdirSync(schemas)) {
  // Modelina knows older dialects by name. Without a name it reads ours.
  const { $schema, ...schema } = JSON.parse(readFileSync(`${schemas}/${file}`, 'utf8'))
  const packageName = file.replace(/\.json$/, '').replace(/[^a-z0-9]/g, '')
  await generator().generateToFiles(schema, `${output}/${packageName}`, { packageName })
}
