package io.certvigil.demo;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What stands between Cloudflare and an origin, as JSON: Origin CA and authenticated pulls. */
final class OriginJson {
  /** As Go writes a moment: {@code 2014-01-01 05:20:00 +0000 UTC}. */
  private static final DateTimeFormatter GO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z 'UTC'").withZone(ZoneOffset.UTC);

  private OriginJson() {}

  /** https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/list/ */
  static JsonObject issued(SimulatedCertificate held, EncodedCertificate minted) {
    var hosts = held.hosts().isEmpty() ? List.of(held.name()) : held.hosts();
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("certificate", ApiJson.pem(held, minted));
    json.addProperty("csr", ApiJson.csr(held));
    json.add("hostnames", ApiJson.array(hosts));
    json.addProperty("expires_on", ApiJson.expiresOn(held, GO.format(held.notAfter())));
    json.addProperty("request_type", "origin-rsa");
    json.addProperty(
        "requested_validity", Duration.between(held.notBefore(), held.notAfter()).toDays());
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
  static JsonObject pull(SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var json = uploaded(held, minted, now);
    json.addProperty("enabled", held.inUse());
    json.addProperty("private_key", SimulatedEstate.PRIVATE_MARKER);
    return json;
  }

  /** The same for single hostnames, with the serial in decimal. */
  static JsonObject hostnamePull(
      SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var json = uploaded(held, minted, now);
    json.addProperty("serial_number", minted.serial().toString());
    return json;
  }

  private static JsonObject uploaded(
      SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("certificate", ApiJson.pem(held, minted));
    json.addProperty("expires_on", ApiJson.expiresOn(held, ApiJson.seconds(held.notAfter())));
    json.addProperty("issuer", "CN=" + held.name());
    json.addProperty("signature", "Ed25519");
    json.addProperty("status", held.statusAt(now));
    json.addProperty("uploaded_on", ApiJson.fractional(held.notBefore()));
    return json;
  }
}
