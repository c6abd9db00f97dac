// Reads every list with the official SDK and prints one JSON object per certificate.
// The base URL and the token come from the environment: CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN.
import { X509Certificate } from 'node:crypto';
import Cloudflare from 'cloudflare';

const client = new Cloudflare({
  apiToken: process.env.CLOUDFLARE_API_TOKEN,
  baseURL: process.env.CLOUDFLARE_BASE_URL,
  maxRetries: 0,
});

// One list item is one certificate by default.
async function print(source, owner, list, certificates = (item) => [item]) {
  for await (const item of list) {
    for (const { id, expires_on = '' } of certificates(item)) {
      console.log(JSON.stringify({ source, owner, id, expires_on }));
    }
  }
}

const token = ({ id, duration, expires_at }) => [{ id, expires_on: duration === 'forever' ? 'never' : expires_at }];

const set = ({ uid, current_certificate: current, previous_certificate: previous }) => [
  { id: uid, expires_on: current.not_after },
  ...(previous ? [{ id: previous.uid, expires_on: previous.not_after }] : []),
];

const leaves = (pack) => pack.certificates;

// The certificates that Cloudflare issues for a hostname are in an array that the SDK's types do not have.
function ofHostname({ id, ssl }) {
  return ssl ? [{ id, expires_on: ssl.expires_on ?? ssl.certificates?.[0]?.expires_on }] : [];
}

const ofPolicy = ({ id, expiration }) => (expiration ? [{ id, expires_on: expiration.expires_at }] : []);

const domain = ({ domain_name: id, expires_at: expires_on }) => [{ id, expires_on }];

// A certificate of an identity provider has neither an id nor a date of its own.
const ofProvider = ({ id, config }) =>
  (config.idp_public_certs ?? []).map((pem) => new X509Certificate(pem)).map((one) => ({
    id: `${id}:${one.fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 32)}`,
    expires_on: new Date(one.validTo).toISOString(),
  }));

for await (const account of client.accounts.list({ per_page: 50 })) {
  const of = { account_id: account.id };
  await print('access_certificates', account.id, client.zeroTrust.access.certificates.list({ ...of, per_page: 1000 }));
  await print('gateway_certificates', account.id, client.zeroTrust.gateway.certificates.list(of));
  await print('saml_certificates', account.id, client.zeroTrust.access.samlCertificates.list({ ...of, per_page: 1000 }), set);
  await print('service_tokens', account.id, client.zeroTrust.access.serviceTokens.list({ ...of, per_page: 1000 }), token);
  await print('mtls_certificates', account.id, client.mtlsCertificates.list(of));
  await print('gateway_rules', account.id, client.zeroTrust.gateway.rules.list(of), ofPolicy);
  await print('registrations', account.id, (await client.get(`/accounts/${account.id}/registrar/registrations?per_page=50`)).result, domain);
  await print('identity_provider_certificates', account.id, client.zeroTrust.identityProviders.list({ ...of, per_page: 1000 }), ofProvider);
  await print('api_tokens', account.id, client.accounts.tokens.list({ ...of, include_expired: true, per_page: 50 }));
}
await print('api_tokens', 'user:main', client.user.tokens.list({ include_expired: true, per_page: 50 }));
for await (const zone of client.zones.list({ per_page: 50 })) {
  const of = { zone_id: zone.id };
  await print('client_certificates', zone.id, client.clientCertificates.list({ ...of, status: 'all', per_page: 50 }));
  await print('access_certificates', zone.id, client.zeroTrust.access.certificates.list({ ...of, per_page: 1000 }));
  await print('origin_ca', zone.id, client.originCACertificates.list({ ...of, per_page: 50 }));
  await print('origin_pull', zone.id, client.originTLSClientAuth.zoneCertificates.list(of));
  await print('origin_pull_hostnames', zone.id, client.originTLSClientAuth.hostnameCertificates.list(of));
  await print('service_tokens', zone.id, client.zeroTrust.access.serviceTokens.list({ ...of, per_page: 1000 }), token);
  await print('custom_certificates', zone.id, client.customCertificates.list({ ...of, per_page: 50 }));
  await print('certificate_packs', zone.id, client.ssl.certificatePacks.list({ ...of, status: 'all', per_page: 50 }), leaves);
  await print('custom_trust_store', zone.id, client.acm.customTrustStore.list({ ...of, per_page: 50 }));
  await print('custom_hostnames', zone.id, client.customHostnames.list({ ...of, per_page: 1000 }), ofHostname);
}
