package io.certvigil.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The list of custom hostnames: what Cloudflare issues is in an array that is documented nowhere,
 * what customers upload in the documented fields.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/custom_hostnames/methods/list/">List
 *     custom hostnames</a>
 */
final class CustomHostnameJson {
  private CustomHostnameJson() {}

  /** By the state of their TLS, as the real list is. */
  static List<SimulatedCertificate> inOrder(List<SimulatedCertificate> all, Instant now) {
    return all.stream()
        .sorted(Comparator.comparing((SimulatedCertificate held) -> held.statusAt(now)))
        .toList();
  }

  static JsonObject json(SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("hostname", held.name());
    json.addProperty("status", "active");
    json.addProperty("created_at", ApiJson.created(held));
    json.add(
        "ssl",
        held.oddity() == SimulatedCertificate.Oddity.WITHOUT_TLS
            ? JsonNull.INSTANCE
            : tls(held, minted, now));
    return json;
  }

  private static JsonObject tls(SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var tls = new JsonObject();
    tls.addProperty("id", held.id());
    tls.addProperty("type", "dv");
    tls.addProperty("method", "http");
    tls.addProperty("status", held.statusAt(now));
    tls.addProperty("wildcard", false);
    tls.addProperty("bundle_method", "ubiquitous");
    tls.addProperty("certificate_authority", "google");
    tls.add("hosts", ApiJson.array(held.names()));
    if (held.oddity() == SimulatedCertificate.Oddity.NOT_ISSUED) {
      return tls;
    }
    if (held.managed()) {
      tls.add("certificates", issued(held, minted));
    } else {
      addUploaded(tls, held, minted);
    }
    return tls;
  }

  /** One of each kind of key. */
  private static JsonArray issued(SimulatedCertificate held, EncodedCertificate minted) {
    var array = new JsonArray();
    array.add(issued(held, "ECDSAWithSHA256", minted.serial(), minted.sha256()));
    var other = MessageDigests.sha256("RSA " + minted.sha256());
    array.add(
        issued(held, "SHA256WithRSA", new BigInteger(1, other), HexFormat.of().formatHex(other)));
    return array;
  }

  private static JsonObject issued(
      SimulatedCertificate held, String signature, BigInteger serial, String fingerprint) {
    var json = new JsonObject();
    json.addProperty("id", fingerprint.substring(0, 32));
    json.addProperty("issuer", "GoogleTrustServices");
    json.addProperty("serial_number", serial.toString());
    json.addProperty("signature", signature);
    json.addProperty("fingerprint_sha256", fingerprint);
    json.addProperty("issued_on", ApiJson.seconds(held.notBefore()));
    json.addProperty("expires_on", ApiJson.expiresOn(held, ApiJson.fractional(held.notAfter())));
    return json;
  }

  private static void addUploaded(
      JsonObject tls, SimulatedCertificate held, EncodedCertificate minted) {
    tls.addProperty("issuer", "DigiCertInc");
    tls.addProperty("serial_number", minted.serial().toString());
    tls.addProperty("signature", "SHA256WithRSA");
    tls.addProperty("uploaded_on", ApiJson.created(held));
    tls.addProperty("expires_on", ApiJson.expiresOn(held, ApiJson.fractional(held.notAfter())));
    tls.addProperty("custom_certificate", ApiJson.pem(held, minted));
    tls.addProperty("custom_key", SimulatedEstate.PRIVATE_MARKER + held.id());
  }
}
