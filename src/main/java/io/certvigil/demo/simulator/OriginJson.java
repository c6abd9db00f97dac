package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Builds the JSON of certificates for origins: Origin CA and authenticated origin pulls. */
final class OriginJson {
  /** The time format of Go: {@code 2014-01-01 05:20:00 +0000 UTC}. */
  private static final DateTimeFormatter GO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z 'UTC'").withZone(ZoneOffset.UTC);

  private OriginJson() {}

  /** https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/list/ */
  static JsonObject issued(SimulatedCertificate certificate, EncodedCertificate encoded) {
    var hosts = certificate.hosts().isEmpty() ? List.of(certificate.name()) : certificate.hosts();
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("certificate", ApiJson.pem(certificate, encoded));
    json.addProperty("csr", ApiJson.csr(certificate));
    json.add("hostnames", ApiJson.array(hosts));
    json.addProperty("expires_on", ApiJson.expiresOn(certificate, GO::format));
    json.addProperty("request_type", "origin-rsa");
    json.addProperty("requested_validity", certificate.lifetime().toDays());
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
  static JsonObject pull(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var json = uploaded(certificate, encoded, now);
    json.addProperty("enabled", certificate.inUse());
    json.addProperty("private_key", SimulatedEstate.PRIVATE_MARKER);
    return json;
  }

  /** The same for a single hostname, with the serial in decimal. */
  static JsonObject hostnamePull(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var json = uploaded(certificate, encoded, now);
    json.addProperty("serial_number", encoded.serial().toString());
    return json;
  }

  private static JsonObject uploaded(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("certificate", ApiJson.pem(certificate, encoded));
    json.addProperty("expires_on", ApiJson.expiresOn(certificate, ApiJson::seconds));
    json.addProperty("issuer", "CN=" + certificate.name());
    json.addProperty("signature", "Ed25519");
    json.addProperty("status", certificate.statusAt(now));
    json.addProperty("uploaded_on", ApiJson.fractional(certificate.notBefore()));
    return json;
  }
}
