package io.certvigil.demo.simulator;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Builds the JSON of further lists of Access: sets of SAML certificates, and service tokens. */
final class AccessJson {
  private AccessJson() {}

  /** The current certificates; each represents its set and has the id of the set. */
  static List<SimulatedCertificate> currentCertificates(List<SimulatedCertificate> all) {
    return all.stream().filter(AccessJson::isCurrent).toList();
  }

  /**
   * A set, with the previous certificate if there is one.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/saml_certificates/">API</a>
   */
  static JsonObject samlSet(
      SimulatedCertificate current,
      List<SimulatedCertificate> all,
      Function<SimulatedCertificate, EncodedCertificate> encode) {
    var json = new JsonObject();
    json.addProperty("uid", current.id());
    json.add("current_certificate", certificate(current, encode.apply(current)));
    json.add("previous_certificate", JsonNull.INSTANCE);
    all.stream()
        .filter(one -> !isCurrent(one) && one.name().equals(current.id()))
        .forEach(one -> json.add("previous_certificate", certificate(one, encode.apply(one))));
    json.addProperty("created_at", ApiJson.seconds(current.notBefore()));
    json.addProperty("updated_at", ApiJson.seconds(current.notBefore()));
    return json;
  }

  private static JsonObject certificate(
      SimulatedCertificate certificate, EncodedCertificate encoded) {
    var json = new JsonObject();
    json.addProperty(
        "uid",
        isCurrent(certificate)
            ? new SeededRandom(certificate.id().hashCode()).uuid()
            : certificate.id());
    json.addProperty("is_current", isCurrent(certificate));
    json.addProperty("not_after", ApiJson.expiresOn(certificate, ApiJson::seconds));
    json.addProperty("public_certificate", ApiJson.pem(certificate, encoded));
    return json;
  }

  private static boolean isCurrent(SimulatedCertificate certificate) {
    return !certificate.status().equals(SimulatedCertificate.INACTIVE);
  }

  /**
   * A service token. One that is in use was used a moment ago, at every request.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/">API</a>
   */
  static JsonObject token(SimulatedCertificate certificate, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", certificate.id());
    json.addProperty("name", certificate.name());
    json.addProperty("client_id", SimulatedEstate.PRIVATE_MARKER + ".access");
    json.addProperty("created_at", ApiJson.fractional(certificate.notBefore()));
    json.addProperty("updated_at", ApiJson.fractional(certificate.notBefore()));
    json.addProperty(
        "last_seen_at",
        ApiJson.fractional(certificate.inUse() ? now : now.minus(ApiTokenJson.UNUSED)));
    json.addProperty("enabled", !certificate.status().equals(SimulatedCertificate.INACTIVE));
    if (certificate.notAfter().equals(SimulatedCertificate.NEVER)) {
      json.addProperty("duration", "forever");
      return json;
    }
    var life = certificate.lifetime();
    json.addProperty("duration", life.toHours() + "h" + life.toMinutesPart() + "m0s");
    json.addProperty("expires_at", ApiJson.expiresOn(certificate, ApiJson::fractional));
    return json;
  }
}
