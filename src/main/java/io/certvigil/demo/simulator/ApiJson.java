package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Builds the JSON objects of the API, in the format of each list. */
final class ApiJson {
  static final String ORGANIZATION = "Certvigil Demo";
  static final String UNREADABLE = "the 30th of February";

  private static final DateTimeFormatter FRACTIONAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSS'Z'").withZone(ZoneOffset.UTC);
  static final String DOCUMENTATION_PEM =
      "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----";
  private static final Duration CREATION = Duration.ofMillis(1234);
  private static final Instant ZONE_CREATED = Instant.parse("2019-03-01T12:21:02.1234Z");

  private final CertificateEncoder encoder;
  private final SimulatedEstate estate;

  ApiJson(CertificateEncoder encoder, SimulatedEstate estate) {
    this.encoder = encoder;
    this.estate = estate;
  }

  /** One item of the list of this certificate's source. */
  JsonObject json(SimulatedCertificate certificate, Instant now) {
    return switch (certificate.source()) {
      case CLIENT_CERTIFICATES -> client(certificate, now);
      case ACCESS_CERTIFICATES -> access(certificate);
      case GATEWAY_CERTIFICATES -> gateway(certificate, now);
      case MTLS_CERTIFICATES ->
          UploadedCertificateJson.mtls(certificate, encoder.encode(certificate));
      case CUSTOM_CERTIFICATES -> UploadedCertificateJson.custom(certificate, now);
      case ORIGIN_CA -> OriginJson.issued(certificate, encoder.encode(certificate));
      case ORIGIN_PULL -> OriginJson.pull(certificate, encoder.encode(certificate), now);
      case ORIGIN_PULL_HOSTNAMES ->
          OriginJson.hostnamePull(certificate, encoder.encode(certificate), now);
      case CUSTOM_TRUST_STORE ->
          UploadedCertificateJson.trusted(certificate, encoder.encode(certificate), now);
      case CUSTOM_HOSTNAMES ->
          CustomHostnameJson.json(certificate, encoder.encode(certificate), now);
      case SAML_CERTIFICATES -> AccessJson.samlSet(certificate, List.of(), encoder::encode);
      case SERVICE_TOKENS -> AccessJson.token(certificate);
      case CERTIFICATE_PACKS -> // an item of that list is a CertificatePack
          throw new IllegalArgumentException("source: not simulated, was " + certificate.source());
    };
  }

  /** A set of SAML certificates: the current one, and the previous one if the account has it. */
  JsonObject samlSet(SimulatedCertificate current, List<SimulatedCertificate> all) {
    return AccessJson.samlSet(current, all, encoder::encode);
  }

  /** https://developers.cloudflare.com/api/resources/client_certificates/methods/list/ */
  private JsonObject client(SimulatedCertificate certificate, Instant now) {
    var csr = estate.csr(certificate.id());
    var key = csr.flatMap(Csr::of).map(Csr::publicKey);
    var encoded =
        key.map(one -> encoder.encode(certificate, one))
            .orElseGet(() -> encoder.encode(certificate));
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
    json.addProperty("expires_on", expiresOn(certificate, seconds(certificate.notAfter())));
    json.addProperty(
        "validity_days",
        Duration.between(certificate.notBefore(), certificate.notAfter()).toDays());
    json.addProperty("serial_number", encoded.serialHex());
    json.addProperty("fingerprint_sha256", encoded.sha256());
    json.addProperty("ski", encoded.skiHex());
    json.addProperty("signature", "Ed25519");
    json.addProperty("csr", csr.orElseGet(() -> csr(certificate)));
    json.addProperty("certificate", pem(certificate, encoded));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
  private JsonObject access(SimulatedCertificate certificate) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("name", certificate.name());
    json.add("associated_hostnames", array(certificate.hosts()));
    json.addProperty("fingerprint", encoder.encode(certificate).md5());
    json.addProperty("created_at", created(certificate));
    json.addProperty("updated_at", created(certificate));
    json.addProperty("expires_on", expiresOn(certificate, fractional(certificate.notAfter())));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/ */
  private JsonObject gateway(SimulatedCertificate certificate, Instant now) {
    var encoded = encoder.encode(certificate);
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("binding_status", certificate.statusAt(now));
    json.addProperty("certificate", pem(certificate, encoded));
    json.addProperty("created_at", created(certificate));
    json.addProperty("expires_on", expiresOn(certificate, fractional(certificate.notAfter())));
    json.addProperty("fingerprint", encoded.sha256Unpadded());
    json.addProperty("in_use", certificate.inUse());
    json.addProperty("issuer_org", certificate.name());
    json.addProperty(
        "issuer_raw", "CN=" + certificate.name() + ",O=" + certificate.name() + ",C=US");
    json.addProperty("type", certificate.managed() ? "gateway_managed" : "custom");
    json.addProperty("updated_at", created(certificate));
    json.addProperty("uploaded_on", created(certificate));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zones/methods/list/ */
  static JsonObject json(Zone zone) {
    var json = new JsonObject();
    json.addProperty("id", zone.zone().id());
    json.addProperty("name", zone.zone().name());
    json.addProperty("status", "active");
    json.addProperty("paused", false);
    json.addProperty("type", "full");
    json.addProperty("development_mode", 0);
    json.add("name_servers", array(List.of("bob.ns.cloudflare.com", "lola.ns.cloudflare.com")));
    json.add("original_name_servers", null);
    json.add("original_registrar", null);
    json.add("original_dnshost", null);
    json.addProperty("created_on", ZONE_CREATED.toString());
    json.addProperty("modified_on", ZONE_CREATED.toString());
    json.addProperty("activated_on", ZONE_CREATED.toString());
    json.add("meta", meta());
    json.add("owner", owner());
    json.add("plan", plan());
    json.add("account", idAndName(zone.account()));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/accounts/methods/list/ */
  static JsonObject json(ResourceRef account) {
    var json = idAndName(account);
    json.addProperty("type", "standard");
    json.addProperty("created_on", ZONE_CREATED.toString());
    var settings = new JsonObject();
    settings.addProperty("enforce_twofactor", true);
    json.add("settings", settings);
    return json;
  }

  private static JsonObject meta() {
    var meta = new JsonObject();
    meta.addProperty("step", 2);
    meta.addProperty("custom_certificate_quota", 1);
    meta.addProperty("page_rule_quota", 100);
    meta.addProperty("phishing_detected", false);
    return meta;
  }

  private static JsonObject plan() {
    var plan = new JsonObject();
    plan.addProperty("id", "94f3b7b768b0458b56d2cac4fe5ec0f9");
    plan.addProperty("name", "Enterprise Website");
    plan.addProperty("price", 0);
    plan.addProperty("currency", "USD");
    plan.addProperty("frequency", "monthly");
    plan.addProperty("is_subscribed", true);
    plan.addProperty("can_subscribe", true);
    plan.addProperty("legacy_id", "enterprise");
    plan.addProperty("legacy_discount", false);
    plan.addProperty("externally_managed", true);
    return plan;
  }

  private static JsonObject owner() {
    var owner = new JsonObject();
    owner.addProperty("type", "user");
    return owner;
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

  static String expiresOn(SimulatedCertificate certificate, String text) {
    return certificate.oddity() == SimulatedCertificate.Oddity.UNREADABLE_DATE ? UNREADABLE : text;
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
