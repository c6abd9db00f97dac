// Reads every list with the official SDK and prints one JSON object per certificate.
// The base URL and the token come from the environment: CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN.
import Cloudflare from 'cloudflare';

const client = new Cloudflare({
  apiToken: process.env.CLOUDFLARE_API_TOKEN,
  baseURL: process.env.CLOUDFLARE_BASE_URL,
  maxRetries: 0,
});

async function print(source, owner, list) {
  for await (const item of list) {
    console.log(JSON.stringify({ source, owner, id: item.id, expires_on: item.expires_on }));
  }
}

for await (const account of client.accounts.list({ per_page: 50 })) {
  const of = { account_id: account.id };
  await print('access_certificates', account.id, client.zeroTrust.access.certificates.list({ ...of, per_page: 1000 }));
  await print('gateway_certificates', account.id, client.zeroTrust.gateway.certificates.list(of));
}
for await (const zone of client.zones.list({ per_page: 50 })) {
  const of = { zone_id: zone.id };
  await print('client_certificates', zone.id, client.clientCertificates.list({ ...of, status: 'all', per_page: 50 }));
  await print('access_certificates', zone.id, client.zeroTrust.access.certificates.list({ ...of, per_page: 1000 }));
}
