// Prints the errors of an AsyncAPI document, one line each; exit code 1 if there are any.
import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";

const ERROR = 0; // hints, such as "there is a newer version of AsyncAPI", are none

const { document, diagnostics } = await new Parser().parse(await readFile(process.argv[2], "utf8"));
const errors = diagnostics.filter((each) => each.severity === ERROR);
for (const { message, path } of errors) console.log(`${message} @ ${path.join(".")}`);
if (!document && !errors.length) console.log("the document could not be read");
if (document) console.log(`${document.allMessages().length} messages in ${document.allChannels().length} channels`);
process.exitCode = document && !errors.length ? 0 : 1;
