package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the list of custom hostnames: certificates that Cloudflare issues are in an undocumented
 * array, those that customers upload in the documented fields.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/custom_hostnames/methods/list/">List
 *     custom hostnames</a>
 */
final class CustomHostnameJson {
  private CustomHostnameJson() {}

  /** Sorted by the status of their TLS, like the real list. */
  static List<SimulatedCertificate> sortedByStatus(List<SimulatedCertificate> all, Instant now) {
    return all.stream()
        .sorted(
            Comparator.comparing((SimulatedCertificate certificate) -> certificate.statusAt(now)))
        .toList();
  }

  static JsonObject json(
      SimulatedCertificate certificate,
      EncodedCertificate encoded,
      @Nullable RenewalTrouble trouble,
      Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("hostname", certificate.name());
    json.addProperty("status", trouble == null ? "active" : trouble.status());
    json.addProperty("created_at", ApiJson.created(certificate));
    json.add(
        "ssl",
        certificate.oddity() == SimulatedCertificate.Oddity.WITHOUT_TLS
            ? JsonNull.INSTANCE
            : tls(certificate, encoded, now));
    if (trouble != null) {
      trouble.addOwnershipTo(json, certificate.name());
      if (json.get("ssl") instanceof JsonObject tls) {
        tls.addProperty("status", trouble.tlsStatus());
        trouble.addTo(tls, certificate.name());
      }
    }
    return json;
  }

  private static JsonObject tls(
      SimulatedCertificate certificate, EncodedCertificate encoded, Instant now) {
    var tls = new JsonObject();
    tls.addProperty("id", certificate.id());
    tls.addProperty("type", "dv");
    tls.addProperty("method", "http");
    tls.addProperty("status", certificate.statusAt(now));
    tls.addProperty("wildcard", false);
    tls.addProperty("bundle_method", "ubiquitous");
    tls.addProperty("certificate_authority", "google");
    tls.add("hosts", ApiJson.array(certificate.servedHosts()));
    if (certificate.oddity() == SimulatedCertificate.Oddity.NOT_ISSUED) {
      return tls;
    }
    if (certificate.managed()) {
      tls.add("certificates", issued(certificate, encoded));
    } else {
      addUploaded(tls, certificate, encoded);
    }
    return tls;
  }

  /** One certificate for each key type. */
  private static JsonArray issued(SimulatedCertificate certificate, EncodedCertificate encoded) {
    var array = new JsonArray();
    array.add(issued(certificate, "ECDSAWithSHA256", encoded.serial(), encoded.sha256()));
    var other = MessageDigests.sha256("RSA " + encoded.sha256());
    array.add(
        issued(
            certificate,
            "SHA256WithRSA",
            new BigInteger(1, other),
            HexFormat.of().formatHex(other)));
    return array;
  }

  private static JsonObject issued(
      SimulatedCertificate certificate, String signature, BigInteger serial, String fingerprint) {
    var json = new JsonObject();
    json.addProperty("id", fingerprint.substring(0, 32));
    json.addProperty("issuer", "GoogleTrustServices");
    json.addProperty("serial_number", serial.toString());
    json.addProperty("signature", signature);
    json.addProperty("fingerprint_sha256", fingerprint);
    json.addProperty("issued_on", ApiJson.seconds(certificate.notBefore()));
    json.addProperty("expires_on", ApiJson.expiresOn(certificate, ApiJson::fractional));
    return json;
  }

  private static void addUploaded(
      JsonObject tls, SimulatedCertificate certificate, EncodedCertificate encoded) {
    tls.addProperty("issuer", "DigiCertInc");
    tls.addProperty("serial_number", encoded.serial().toString());
    tls.addProperty("signature", "SHA256WithRSA");
    tls.addProperty("uploaded_on", ApiJson.created(certificate));
    tls.addProperty("expires_on", ApiJson.expiresOn(certificate, ApiJson::fractional));
    tls.addProperty("custom_certificate", ApiJson.pem(certificate, encoded));
    tls.addProperty("custom_key", SimulatedEstate.PRIVATE_MARKER + certificate.id());
  }
}
