#!/usr/bin/env node
// A receiver of Certvigil's webhooks: verifies the signature, prints the events, responds with 204.
//
//   CERTVIGIL_WEBHOOK_SECRET=whsec_... node verify-webhook.js [PORT]
//
// During a rotation set both secrets, separated by a space. Needs only Node 18 or later.
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const TOLERANCE_SECONDS = 5 * 60;
const MAX_BODY = 4 * 1024 * 1024; // a very large event is sent alone and is not truncated

/**
 * Throws if the request is not genuine. The body must be the received bytes: JSON that is parsed and
 * serialized again has different bytes.
 */
function verify(secrets, headers, body, nowSeconds) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const given = headers['webhook-signature'];
  if (!id || !timestamp || !given) {
    throw new Error('a webhook- header is missing');
  }
  if (!(Math.abs(nowSeconds - Number(timestamp)) <= TOLERANCE_SECONDS)) {
    throw new Error('the timestamp is too old, or a clock is wrong');
  }
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const genuine = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return crypto.createHmac('sha256', key).update(signed).digest();
  });
  const fits = given.split(' ').some((entry) => {
    const [version, signature] = entry.split(',');
    const bytes = Buffer.from(signature || '', 'base64');
    return (
      version === 'v1' &&
      genuine.some((hmac) => bytes.length === hmac.length && crypto.timingSafeEqual(bytes, hmac))
    );
  });
  if (!fits) {
    throw new Error('no signature matches');
  }
}

function main() {
  const secrets = (process.env.CERTVIGIL_WEBHOOK_SECRET || '').split(/\s+/).filter(Boolean);
  if (secrets.length === 0) {
    console.error('CERTVIGIL_WEBHOOK_SECRET is not set');
    process.exit(2);
  }
  // If a response was lost, the message is sent again with the same id. A real receiver stores the ids
  // on disk for a week.
  const seen = new Set();
  const server = http.createServer((request, response) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size > MAX_BODY) {
        request.destroy();
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      try {
        verify(secrets, request.headers, body, Date.now() / 1000);
      } catch (error) {
        console.error(`rejected: ${error.message}`);
        response.writeHead(401).end();
        return;
      }
      const id = request.headers['webhook-id'];
      if (!seen.has(id)) {
        seen.add(id);
        for (const event of JSON.parse(body.toString('utf8')).data.events) {
          // JSON.stringify, because names can contain any character, such as terminal escape sequences.
          console.log(event.severity, event.type, JSON.stringify(event.summary), event.id);
        }
      }
      response.writeHead(204).end(); // only now: 2xx acknowledges the message
    });
  });
  server.listen(Number(process.argv[2] || 9000), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
}

if (require.main === module) {
  main();
}
module.exports = { verify };
