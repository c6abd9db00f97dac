// Reads every list with the official SDK, eight zones at a time, and counts the items. Prints one JSON object.
// The base URL and the token come from the environment: CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN.
import Cloudflare from 'cloudflare';

const AT_ONCE = 8;
const begin = performance.now();
let requests = 0;
let certificates = 0;

const client = new Cloudflare({
  apiToken: process.env.CLOUDFLARE_API_TOKEN,
  baseURL: process.env.CLOUDFLARE_BASE_URL,
  fetch: (url, init) => {
    requests++;
    return fetch(url, init);
  },
});

async function count(list, of = () => 1) {
  for await (const item of list) {
    certificates += of(item);
  }
}

async function account({ id: account_id }) {
  const of = { account_id };
  const access = client.zeroTrust.access;
  await count(access.certificates.list({ ...of, per_page: 1000 }));
  await count(client.zeroTrust.gateway.certificates.list(of));
  await count(access.samlCertificates.list({ ...of, per_page: 1000 }));
  await count(access.serviceTokens.list({ ...of, per_page: 1000 }));
  await count(client.mtlsCertificates.list(of));
}

async function zone({ id: zone_id }) {
  const of = { zone_id };
  const access = client.zeroTrust.access;
  await count(client.clientCertificates.list({ ...of, status: 'all', per_page: 50 }));
  await count(access.certificates.list({ ...of, per_page: 1000 }));
  await count(client.originCACertificates.list({ ...of, per_page: 50 }));
  await count(client.originTLSClientAuth.zoneCertificates.list(of));
  await count(client.originTLSClientAuth.hostnameCertificates.list(of));
  await count(access.serviceTokens.list({ ...of, per_page: 1000 }));
  await count(client.customCertificates.list({ ...of, per_page: 50 }));
  await count(client.ssl.certificatePacks.list({ ...of, status: 'all', per_page: 50 }), (pack) => pack.certificates.length);
  await count(client.acm.customTrustStore.list({ ...of, per_page: 50 }));
  await count(client.customHostnames.list({ ...of, per_page: 1000 }));
}

const zones = [];
for await (const one of client.accounts.list({ per_page: 50 })) {
  await account(one);
}
for await (const one of client.zones.list({ per_page: 50 })) {
  zones.push(one);
}
const line = async () => {
  for (let next = zones.shift(); next; next = zones.shift()) {
    await zone(next);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, line));

const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    certificates,
    requests,
    wall: (performance.now() - begin) / 1e3,
    cpu: (user + system) / 1e6,
    rss: process.resourceUsage().maxRSS,
  }),
);
