// Receives webhooks of OCOP: needs nothing but Node 18.
//
//     OCOP_WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.mjs
//
// Several secrets, separated by blanks, are taken while one is rotated.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const secrets = process.env.OCOP_WEBHOOK_SECRET.split(/\s+/).map((secret) =>
  Buffer.from(secret.replace(/^whsec_/, ""), "base64"),
);
const tolerance = Number(process.env.OCOP_WEBHOOK_TOLERANCE ?? 300); // seconds by which the clocks may differ
const most = 1 << 20; // bytes of a body
const seen = new Set(); // keep this in a database: an event may come again days later, with the same id

function verified(headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!id || !/^\d+$/.test(timestamp ?? "") || Math.abs(Date.now() / 1000 - Number(timestamp)) > tolerance) {
    return false;
  }
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = secrets.map((secret) => createHmac("sha256", secret).update(signed).digest());
  return (headers["webhook-signature"] ?? "").split(" ").some((signature) => {
    const [version, value = ""] = signature.split(",");
    const given = Buffer.from(value, "base64");
    return version === "v1" && expected.some((one) => one.length === given.length && timingSafeEqual(one, given));
  });
}

createServer((request, response) => {
  const chunks = [];
  let length = 0;
  request.on("data", (chunk) => {
    length += chunk.length;
    if (length > most) {
      response.writeHead(413).end();
      request.destroy();
    } else {
      chunks.push(chunk);
    }
  });
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (!verified(request.headers, body)) {
      response.writeHead(401).end();
      return;
    }
    const event = JSON.parse(body);
    if (event.type === "ocop.promotion.subscription.test.v1") {
      response.writeHead(200).end(event.data.challenge);
      return;
    }
    const id = request.headers["webhook-id"];
    if (!seen.has(id)) {
      seen.add(id);
      // Keep the event and answer at once; work on it afterwards.
      console.log(JSON.stringify({ type: event.type, data: event.data }));
    }
    response.writeHead(204).end();
  });
}).listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? "127.0.0.1");
