package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds the JSON objects of the API, in the format of each list. */
final class ApiJson {
  static final String ORGANIZATION = "Certvigil Demo";
  static final String UNREADABLE = "the 30th of February";

  private static final DateTimeFormatter FRACTIONAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSS'Z'").withZone(ZoneOffset.UTC);
  static final String DOCUMENTATION_PEM =
      "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----";
  private static final Duration CREATION = Duration.ofMillis(1234);

  /** The fields that do not differ; the empty ones keep their place. */
  private static final String ZONE =
      """
      {"id": "", "name": "", "status": "active", "paused": false, "type": "full",
       "development_mode": 0,
       "name_servers": ["bob.ns.cloudflare.com", "lola.ns.cloudflare.com"],
       "original_name_servers": null, "original_registrar": null, "original_dnshost": null,
       "created_on": "2019-03-01T12:21:02.123400Z", "modified_on": "2019-03-01T12:21:02.123400Z",
       "activated_on": "2019-03-01T12:21:02.123400Z",
       "meta": {"step": 2, "custom_certificate_quota": 1, "page_rule_quota": 100,
         "phishing_detected": false},
       "owner": {"type": "user"},
       "plan": {"id": "94f3b7b768b0458b56d2cac4fe5ec0f9", "name": "Enterprise Website",
         "price": 0, "currency": "USD", "frequency": "monthly", "is_subscribed": true,
         "can_subscribe": true, "legacy_id": "enterprise", "legacy_discount": false,
         "externally_managed": true}}
      """;

  private static final String ACCOUNT =
      """
      {"id": "", "name": "", "type": "standard", "created_on": "2019-03-01T12:21:02.123400Z",
       "settings": {"enforce_twofactor": true}}
      """;

  private final CertificateEncoder encoder;
  private final SimulatedEstate estate;

  ApiJson(CertificateEncoder encoder, SimulatedEstate estate) {
    this.encoder = encoder;
    this.estate = estate;
  }

  /** One item of the list of this certificate's source. */
  JsonObject json(SimulatedCertificate certificate, Instant now) {
    var csr = estate.csr(certificate.id());
    var encoded =
        csr.flatMap(Csr::of)
            .map(one -> encoder.encode(certificate, one.publicKey()))
            .orElseGet(() -> encoder.encode(certificate));
    return switch (certificate.source()) {
      case CLIENT_CERTIFICATES -> client(certificate, encoded, csr, now);
      case ACCESS_CERTIFICATES -> access(certificate, encoded);
      case GATEWAY_CERTIFICATES -> gateway(certificate, encoded, now);
      case MTLS_CERTIFICATES -> UploadedCertificateJson.mtls(certificate, encoded);
      case CUSTOM_CERTIFICATES -> UploadedCertificateJson.custom(certificate, now);
      case ORIGIN_CA -> OriginJson.issued(certificate, encoded);
      case ORIGIN_PULL -> OriginJson.pull(certificate, encoded, now);
      case ORIGIN_PULL_HOSTNAMES -> OriginJson.hostnamePull(certificate, encoded, now);
      case CUSTOM_TRUST_STORE -> UploadedCertificateJson.trusted(certificate, encoded, now);
      case CUSTOM_HOSTNAMES ->
          CustomHostnameJson.json(certificate, encoded, estate.trouble(certificate.id()), now);
      case SERVICE_TOKENS -> AccessJson.token(certificate, now);
      case GATEWAY_RULES -> rule(certificate, now);
      case REGISTRATIONS -> registration(certificate);
      case API_TOKENS -> ApiTokenJson.json(certificate, now);
      // an item of these lists is several certificates
      case CERTIFICATE_PACKS, SAML_CERTIFICATES, IDENTITY_PROVIDER_CERTIFICATES ->
          throw new IllegalArgumentException("source: not simulated, was " + certificate.source());
    };
  }

  /** The identity provider with these certificates. */
  JsonObject identityProvider(List<SimulatedCertificate> certificates) {
    return IdentityProviderJson.json(certificates, encoder::encode);
  }

  /** A set of SAML certificates: the current one, and the previous one if the account has it. */
  JsonObject samlSet(SimulatedCertificate current, List<SimulatedCertificate> all) {
    return AccessJson.samlSet(current, all, encoder::encode);
  }

  /** https://developers.cloudflare.com/api/resources/client_certificates/methods/list/ */
  private static JsonObject client(
      SimulatedCertificate certificate,
      EncodedCertificate encoded,
      Optional<String> csr,
      Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.add("certificate_authority", authority(certificate));
    json.addProperty("common_name", certificate.name());
    json.addProperty("organization", ORGANIZATION);
    json.addProperty("organizational_unit", "Devices");
    json.addProperty("country", "US");
    json.addProperty("state", "CA");
    json.addProperty("location", "San Francisco");
    json.addProperty("status", certificate.statusAt(now));
    json.addProperty("issued_on", seconds(certificate.notBefore()));
    json.addProperty("expires_on", expiresOn(certificate, ApiJson::seconds));
    json.addProperty("validity_days", certificate.lifetime().toDays());
    json.addProperty("serial_number", encoded.serialHex());
    json.addProperty("fingerprint_sha256", encoded.sha256());
    json.addProperty("ski", encoded.skiHex());
    json.addProperty("signature", "Ed25519");
    json.addProperty("csr", csr.orElseGet(() -> csr(certificate)));
    json.addProperty("certificate", pem(certificate, encoded));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
  private static JsonObject access(SimulatedCertificate certificate, EncodedCertificate encoded) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("name", certificate.name());
    json.add("associated_hostnames", array(certificate.hosts()));
    json.addProperty("fingerprint", encoded.md5());
    json.addProperty("created_at", created(certificate));
    json.addProperty("updated_at", created(certificate));
    json.addProperty("expires_on", expiresOn(certificate, ApiJson::fractional));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/ */
  private static JsonObject gateway(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("binding_status", certificate.statusAt(now));
    json.addProperty("certificate", pem(certificate, encoded));
    json.addProperty("created_at", created(certificate));
    json.addProperty("expires_on", expiresOn(certificate, ApiJson::fractional));
    json.addProperty("fingerprint", encoded.sha256Unpadded());
    json.addProperty("in_use", certificate.inUse());
    json.addProperty("issuer_org", certificate.name());
    json.addProperty(
        "issuer_raw", "CN=" + certificate.name() + ",O=" + certificate.name() + ",C=US");
    json.addProperty("type", certificate.type());
    json.addProperty("updated_at", created(certificate));
    json.addProperty("uploaded_on", created(certificate));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/ */
  private static JsonObject rule(SimulatedCertificate policy, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", policy.id());
    json.addProperty("name", policy.name());
    json.addProperty("action", "block");
    json.addProperty("enabled", !policy.status().equals(SimulatedCertificate.DISABLED));
    json.addProperty("traffic", "any(dns.domains[*] == \"games.example\")");
    json.addProperty("precedence", 10_000);
    json.add("filters", array(List.of("dns")));
    json.addProperty("created_at", created(policy));
    json.addProperty("updated_at", created(policy));
    if (policy.isListed()) {
      var expiration = new JsonObject();
      expiration.addProperty("expires_at", expiresOn(policy, ApiJson::fractional));
      expiration.addProperty("duration", policy.lifetime().toMinutes());
      expiration.addProperty("expired", !now.isBefore(policy.notAfter()));
      json.add("expiration", expiration);
    }
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/registrar/subresources/registrations/ */
  private static JsonObject registration(SimulatedCertificate domain) {
    var json = new JsonObject();
    json.addProperty("domain_name", domain.id());
    json.addProperty("status", domain.status());
    json.addProperty("auto_renew", domain.managed());
    json.addProperty("locked", true);
    json.addProperty("privacy_mode", "redaction");
    json.addProperty("created_at", seconds(domain.notBefore()));
    json.addProperty("expires_at", expiresOn(domain, ApiJson::seconds));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zones/methods/list/ */
  static JsonObject json(Zone zone) {
    var json = JsonParser.parseString(ZONE).getAsJsonObject();
    json.addProperty("id", zone.zone().id());
    json.addProperty("name", zone.zone().name());
    json.add("account", idAndName(zone.account()));
    json.addProperty("status", zone.status().status());
    json.addProperty("type", zone.status().type());
    json.addProperty("paused", zone.status().paused());
    json.getAsJsonObject("plan").addProperty("legacy_id", zone.status().plan());
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/accounts/methods/list/ */
  static JsonObject json(ResourceRef account) {
    var json = JsonParser.parseString(ACCOUNT).getAsJsonObject();
    json.addProperty("id", account.id());
    json.addProperty("name", account.name());
    return json;
  }

  private static JsonObject idAndName(ResourceRef ref) {
    var json = new JsonObject();
    json.addProperty("id", ref.id());
    json.addProperty("name", ref.name());
    return json;
  }

  private static JsonObject authority(SimulatedCertificate certificate) {
    var json = new JsonObject();
    json.addProperty("id", certificate.ownerId());
    json.addProperty("name", "Cloudflare Managed CA for account");
    return json;
  }

  /** Not a real CSR: it contains a marker that must not appear anywhere else. */
  static String csr(SimulatedCertificate certificate) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n"
        + SimulatedEstate.PRIVATE_MARKER
        + certificate.id()
        + "\n-----END CERTIFICATE REQUEST-----";
  }

  static String pem(SimulatedCertificate certificate, EncodedCertificate encoded) {
    return switch (certificate.oddity()) {
      case NONE, POSTGRES_DATE, NOT_ISSUED, WITHOUT_TLS -> encoded.pem();
      case DOCUMENTATION_PEM, UNREADABLE_DATE -> DOCUMENTATION_PEM;
      case LITERAL_NEWLINES -> encoded.pem().replace("\n", "\\n");
    };
  }

  static String expiresOn(SimulatedCertificate certificate, Function<Instant, String> format) {
    return certificate.oddity() == SimulatedCertificate.Oddity.UNREADABLE_DATE
        ? UNREADABLE
        : format.apply(certificate.notAfter());
  }

  static JsonArray array(Collection<String> texts) {
    var array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** The time of its upload or creation, shortly after its not-before. */
  static String created(SimulatedCertificate certificate) {
    return fractional(certificate.notBefore().plus(CREATION));
  }

  static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String fractional(Instant at) {
    return FRACTIONAL.format(at);
  }
}
