// Reads {"secret","headers","body"} from stdin; exits with 0 if the official library accepts the signature.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'));
try {
  new Webhook(secret).verify(body, headers);
} catch (error) {
  console.log(error.message);
  process.exit(1);
}
