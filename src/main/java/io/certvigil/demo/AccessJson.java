package io.certvigil.demo;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What Access holds beside its roots, as JSON: sets of SAML certificates, and service tokens. */
final class AccessJson {
  private AccessJson() {}

  /** The current certificates; each stands for its set, whose id it has. */
  static List<SimulatedCertificate> sets(List<SimulatedCertificate> all) {
    return all.stream().filter(AccessJson::isCurrent).toList();
  }

  /**
   * A set, with the previous certificate where there is one.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/saml_certificates/">API</a>
   */
  static JsonObject set(
      SimulatedCertificate current,
      List<SimulatedCertificate> all,
      Function<SimulatedCertificate, EncodedCertificate> mint) {
    var json = new JsonObject();
    json.addProperty("uid", current.id());
    json.add("current_certificate", certificate(current, mint.apply(current)));
    json.add("previous_certificate", JsonNull.INSTANCE);
    all.stream()
        .filter(one -> !isCurrent(one) && one.name().equals(current.id()))
        .forEach(one -> json.add("previous_certificate", certificate(one, mint.apply(one))));
    json.addProperty("created_at", ApiJson.seconds(current.notBefore()));
    json.addProperty("updated_at", ApiJson.seconds(current.notBefore()));
    return json;
  }

  private static JsonObject certificate(SimulatedCertificate held, EncodedCertificate minted) {
    var json = new JsonObject();
    json.addProperty(
        "uid", isCurrent(held) ? new SeededRandom(held.id().hashCode()).uuid() : held.id());
    json.addProperty("is_current", isCurrent(held));
    json.addProperty("not_after", ApiJson.expiresOn(held, ApiJson.seconds(held.notAfter())));
    json.addProperty("public_certificate", ApiJson.pem(held, minted));
    return json;
  }

  private static boolean isCurrent(SimulatedCertificate held) {
    return !held.status().equals(SimulatedCertificate.INACTIVE);
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
  static JsonObject token(SimulatedCertificate held) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("name", held.name());
    json.addProperty("client_id", SimulatedEstate.PRIVATE_MARKER + ".access");
    json.addProperty("created_at", ApiJson.fractional(held.notBefore()));
    json.addProperty("updated_at", ApiJson.fractional(held.notBefore()));
    json.addProperty("enabled", !held.status().equals(SimulatedCertificate.INACTIVE));
    if (held.notAfter().equals(SimulatedCertificate.NEVER)) {
      json.addProperty("duration", "forever");
      return json;
    }
    var life = Duration.between(held.notBefore(), held.notAfter());
    json.addProperty("duration", life.toHours() + "h" + life.toMinutesPart() + "m0s");
    json.addProperty("expires_at", ApiJson.expiresOn(held, ApiJson.fractional(held.notAfter())));
    return json;
  }
}
