package io.certvigil.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.model.Ref;
import io.certvigil.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** The records of the API as JSON, each list in its own spelling. */
final class ApiJson {
  static final String ORGANIZATION = "Certvigil Demo";
  static final String UNREADABLE = "the 30th of February";

  private static final DateTimeFormatter FRACTIONAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSS'Z'").withZone(ZoneOffset.UTC);
  static final String DOCUMENTATION_PEM =
      "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----";
  private static final Duration CREATION = Duration.ofMillis(1234);
  private static final Instant ZONE_CREATED = Instant.parse("2019-03-01T12:21:02.1234Z");

  private final CertificateEncoder mint;
  private final SimulatedEstate estate;

  ApiJson(CertificateEncoder mint, SimulatedEstate estate) {
    this.mint = mint;
    this.estate = estate;
  }

  /** One item of the list of this certificate's source. */
  JsonObject json(SimulatedCertificate held, Instant now) {
    return switch (held.source()) {
      case CLIENT_CERTIFICATES -> client(held, now);
      case ACCESS_CERTIFICATES -> access(held);
      case GATEWAY_CERTIFICATES -> gateway(held, now);
      case MTLS_CERTIFICATES -> UploadedCertificateJson.mtls(held, mint.mint(held));
      case CUSTOM_CERTIFICATES -> UploadedCertificateJson.custom(held, now);
      case ORIGIN_CA -> OriginJson.issued(held, mint.mint(held));
      case ORIGIN_PULL -> OriginJson.pull(held, mint.mint(held), now);
      case ORIGIN_PULL_HOSTNAMES -> OriginJson.hostnamePull(held, mint.mint(held), now);
      case CUSTOM_TRUST_STORE -> UploadedCertificateJson.trusted(held, mint.mint(held), now);
      case CUSTOM_HOSTNAMES -> CustomHostnameJson.json(held, mint.mint(held), now);
      case SAML_CERTIFICATES -> AccessJson.set(held, List.of(), mint::mint);
      case SERVICE_TOKENS -> AccessJson.token(held);
      case CERTIFICATE_PACKS -> // an item of that list is a Pack
          throw new IllegalArgumentException("source: not simulated, was " + held.source());
    };
  }

  /** A set of SAML certificates, which may be two of this account's. */
  JsonObject set(SimulatedCertificate current, List<SimulatedCertificate> all) {
    return AccessJson.set(current, all, mint::mint);
  }

  /** https://developers.cloudflare.com/api/resources/client_certificates/methods/list/ */
  private JsonObject client(SimulatedCertificate held, Instant now) {
    var csr = estate.csr(held.id());
    var key = csr.flatMap(Csr::of).map(Csr::publicKey);
    var minted = key.map(one -> mint.mint(held, one)).orElseGet(() -> mint.mint(held));
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.add("certificate_authority", authority(held));
    json.addProperty("common_name", held.name());
    json.addProperty("organization", ORGANIZATION);
    json.addProperty("organizational_unit", "Devices");
    json.addProperty("country", "US");
    json.addProperty("state", "CA");
    json.addProperty("location", "San Francisco");
    json.addProperty("status", held.statusAt(now));
    json.addProperty("issued_on", seconds(held.notBefore()));
    json.addProperty("expires_on", expiresOn(held, seconds(held.notAfter())));
    json.addProperty("validity_days", Duration.between(held.notBefore(), held.notAfter()).toDays());
    json.addProperty("serial_number", minted.serialHex());
    json.addProperty("fingerprint_sha256", minted.sha256());
    json.addProperty("ski", minted.skiHex());
    json.addProperty("signature", "Ed25519");
    json.addProperty("csr", csr.orElseGet(() -> csr(held)));
    json.addProperty("certificate", pem(held, minted));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
  private JsonObject access(SimulatedCertificate held) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("name", held.name());
    json.add("associated_hostnames", array(held.hosts()));
    json.addProperty("fingerprint", mint.mint(held).md5());
    json.addProperty("created_at", created(held));
    json.addProperty("updated_at", created(held));
    json.addProperty("expires_on", expiresOn(held, fractional(held.notAfter())));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/ */
  private JsonObject gateway(SimulatedCertificate held, Instant now) {
    var minted = mint.mint(held);
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("binding_status", held.statusAt(now));
    json.addProperty("certificate", pem(held, minted));
    json.addProperty("created_at", created(held));
    json.addProperty("expires_on", expiresOn(held, fractional(held.notAfter())));
    json.addProperty("fingerprint", minted.sha256Unpadded());
    json.addProperty("in_use", held.inUse());
    json.addProperty("issuer_org", held.name());
    json.addProperty("issuer_raw", "CN=" + held.name() + ",O=" + held.name() + ",C=US");
    json.addProperty("type", held.managed() ? "gateway_managed" : "custom");
    json.addProperty("updated_at", created(held));
    json.addProperty("uploaded_on", created(held));
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
    json.add("account", named(zone.account()));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/accounts/methods/list/ */
  static JsonObject json(Ref account) {
    var json = named(account);
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

  private static JsonObject named(Ref ref) {
    var json = new JsonObject();
    json.addProperty("id", ref.id());
    json.addProperty("name", ref.name());
    return json;
  }

  private static JsonObject authority(SimulatedCertificate held) {
    var json = new JsonObject();
    json.addProperty("id", held.ownerId());
    json.addProperty("name", "Cloudflare Managed CA for account");
    return json;
  }

  /** Not a real one: a mark that must be found nowhere else. */
  static String csr(SimulatedCertificate held) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n"
        + SimulatedEstate.PRIVATE_MARKER
        + held.id()
        + "\n-----END CERTIFICATE REQUEST-----";
  }

  static String pem(SimulatedCertificate held, EncodedCertificate minted) {
    return switch (held.oddity()) {
      case NONE, POSTGRES_DATE, NOT_ISSUED, WITHOUT_TLS -> minted.pem();
      case DOCUMENTATION_PEM, UNREADABLE_DATE -> DOCUMENTATION_PEM;
      case LITERAL_NEWLINES -> minted.pem().replace("\n", "\\n");
    };
  }

  static String expiresOn(SimulatedCertificate held, String text) {
    return held.oddity() == SimulatedCertificate.Oddity.UNREADABLE_DATE ? UNREADABLE : text;
  }

  static JsonArray array(Collection<String> texts) {
    var array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** When it was uploaded or created, shortly after its not-before. */
  static String created(SimulatedCertificate held) {
    return fractional(held.notBefore().plus(CREATION));
  }

  static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String fractional(Instant at) {
    return FRACTIONAL.format(at);
  }
}
