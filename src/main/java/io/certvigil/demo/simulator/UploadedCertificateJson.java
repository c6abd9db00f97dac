package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Builds the JSON of the certificates that customers upload: three lists of different formats. */
final class UploadedCertificateJson {
  private static final DateTimeFormatter POSTGRES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+00'").withZone(ZoneOffset.UTC);

  private UploadedCertificateJson() {}

  /** https://developers.cloudflare.com/api/resources/mtls_certificates/methods/list/ */
  static JsonObject mtls(SimulatedCertificate certificate, EncodedCertificate encoded) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("name", certificate.name());
    json.addProperty("ca", true);
    json.addProperty("certificates", ApiJson.pem(certificate, encoded));
    json.addProperty("expires_on", ApiJson.expiresOn(certificate, ApiJson::seconds));
    json.addProperty("issuer", "O=" + certificate.name() + ",C=US");
    json.addProperty("serial_number", encoded.serial().toString());
    json.addProperty("signature", "Ed25519");
    json.addProperty("type", certificate.type());
    json.addProperty("uploaded_on", ApiJson.created(certificate));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/custom_certificates/methods/list/ */
  static JsonObject custom(SimulatedCertificate certificate, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("zone_id", certificate.ownerId());
    json.add("hosts", ApiJson.array(certificate.servedHosts()));
    json.addProperty("issuer", "GlobalSign");
    json.addProperty("signature", "SHA256WithRSA");
    json.addProperty("status", certificate.statusAt(now));
    json.addProperty("bundle_method", "ubiquitous");
    json.addProperty("priority", 1);
    json.addProperty("uploaded_on", ApiJson.created(certificate));
    json.addProperty("modified_on", ApiJson.created(certificate));
    var postgres = certificate.oddity() == SimulatedCertificate.Oddity.POSTGRES_DATE;
    json.addProperty(
        "expires_on",
        ApiJson.expiresOn(certificate, postgres ? POSTGRES::format : ApiJson::seconds));
    return json;
  }

  /**
   * https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/methods/list/
   */
  static JsonObject trusted(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("issuer", certificate.name());
    json.addProperty("signature", "Ed25519");
    json.addProperty("status", certificate.statusAt(now));
    json.addProperty("certificate", ApiJson.pem(certificate, encoded));
    json.addProperty("expires_on", ApiJson.expiresOn(certificate, ApiJson::seconds));
    json.addProperty("uploaded_on", ApiJson.created(certificate));
    json.addProperty("updated_at", ApiJson.created(certificate));
    return json;
  }
}
