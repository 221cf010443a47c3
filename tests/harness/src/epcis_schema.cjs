// epcis_schema.cjs VALIDATOR: reads a JSON list of documents of EPCIS 2.0, and prints why the published schema refuses each; null if it does not.
// VALIDATOR is the program of the package epcis2.js.
const { readFileSync } = require("node:fs");
const { validateEpcisDocument } = require(process.argv[2]);

const why = (document) => validateEpcisDocument(document, false).errors.join("; ") || null;
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(why)));
