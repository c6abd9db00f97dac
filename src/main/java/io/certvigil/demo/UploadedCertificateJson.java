package io.certvigil.demo;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The certificates that customers upload themselves: three lists that differ in every detail. */
final class UploadedCertificateJson {
  private static final DateTimeFormatter POSTGRES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+00'").withZone(ZoneOffset.UTC);
  private static final Set<String> STATUSES =
      Set.of(SimulatedCertificate.ACTIVE, "expired", "deleted", "pending", "initializing");

  private UploadedCertificateJson() {}

  static boolean isStatus(@Nullable String word) {
    return word == null || STATUSES.contains(word);
  }

  /** Those of this status, all of them without one. */
  static List<SimulatedCertificate> ofStatus(
      List<SimulatedCertificate> all, @Nullable String status, Instant now) {
    return status == null
        ? all
        : all.stream().filter(held -> held.statusAt(now).equals(status)).toList();
  }

  /** Those of these types, given as a list with commas; all of them without one. */
  static List<SimulatedCertificate> ofTypes(
      List<SimulatedCertificate> all, @Nullable String types) {
    return types == null
        ? all
        : all.stream()
            .filter(held -> Arrays.asList(types.split(",")).contains(type(held)))
            .toList();
  }

  private static String type(SimulatedCertificate held) {
    return held.managed() ? "gateway_managed" : "custom";
  }

  /** https://developers.cloudflare.com/api/resources/mtls_certificates/methods/list/ */
  static JsonObject mtls(SimulatedCertificate held, EncodedCertificate minted) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("name", held.name());
    json.addProperty("ca", true);
    json.addProperty("certificates", ApiJson.pem(held, minted));
    json.addProperty("expires_on", ApiJson.expiresOn(held, ApiJson.seconds(held.notAfter())));
    json.addProperty("issuer", "O=" + held.name() + ",C=US");
    json.addProperty("serial_number", minted.serial().toString());
    json.addProperty("signature", "Ed25519");
    json.addProperty("type", type(held));
    json.addProperty("uploaded_on", ApiJson.created(held));
    return json;
  }

  /** https://developers.cloudflare.com/api/resources/custom_certificates/methods/list/ */
  static JsonObject custom(SimulatedCertificate held, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("zone_id", held.ownerId());
    json.add("hosts", ApiJson.array(held.names()));
    json.addProperty("issuer", "GlobalSign");
    json.addProperty("signature", "SHA256WithRSA");
    json.addProperty("status", held.statusAt(now));
    json.addProperty("bundle_method", "ubiquitous");
    json.addProperty("priority", 1);
    json.addProperty("uploaded_on", ApiJson.created(held));
    json.addProperty("modified_on", ApiJson.created(held));
    json.addProperty("expires_on", ApiJson.expiresOn(held, date(held)));
    return json;
  }

  private static String date(SimulatedCertificate held) {
    return held.oddity() == SimulatedCertificate.Oddity.POSTGRES_DATE
        ? POSTGRES.format(held.notAfter())
        : ApiJson.seconds(held.notAfter());
  }

  /**
   * https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/methods/list/
   */
  static JsonObject trusted(SimulatedCertificate held, EncodedCertificate minted, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("issuer", held.name());
    json.addProperty("signature", "Ed25519");
    json.addProperty("status", held.statusAt(now));
    json.addProperty("certificate", ApiJson.pem(held, minted));
    json.addProperty("expires_on", ApiJson.expiresOn(held, ApiJson.seconds(held.notAfter())));
    json.addProperty("uploaded_on", ApiJson.created(held));
    json.addProperty("updated_at", ApiJson.created(held));
    return json;
  }
}
