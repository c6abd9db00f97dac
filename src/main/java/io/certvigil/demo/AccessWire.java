package io.certvigil.demo;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What Access holds beside its roots, as JSON: sets of SAML certificates, and service tokens. */
final class AccessWire {
  private AccessWire() {}

  /** The current certificates; each stands for its set, whose id it has. */
  static List<Held> sets(List<Held> all) {
    return all.stream().filter(AccessWire::isCurrent).toList();
  }

  /**
   * A set, with the previous certificate where there is one.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/saml_certificates/">API</a>
   */
  static JsonObject set(Held current, List<Held> all, Function<Held, Minted> mint) {
    var json = new JsonObject();
    json.addProperty("uid", current.id());
    json.add("current_certificate", certificate(current, mint.apply(current)));
    json.add("previous_certificate", JsonNull.INSTANCE);
    all.stream()
        .filter(one -> !isCurrent(one) && one.name().equals(current.id()))
        .forEach(one -> json.add("previous_certificate", certificate(one, mint.apply(one))));
    json.addProperty("created_at", Wire.seconds(current.notBefore()));
    json.addProperty("updated_at", Wire.seconds(current.notBefore()));
    return json;
  }

  private static JsonObject certificate(Held held, Minted minted) {
    var json = new JsonObject();
    json.addProperty("uid", isCurrent(held) ? new Dice(held.id().hashCode()).uuid() : held.id());
    json.addProperty("is_current", isCurrent(held));
    json.addProperty("not_after", Wire.expiresOn(held, Wire.seconds(held.notAfter())));
    json.addProperty("public_certificate", Wire.pem(held, minted));
    return json;
  }

  private static boolean isCurrent(Held held) {
    return !held.status().equals(Held.INACTIVE);
  }

  /** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
  static JsonObject token(Held held) {
    var json = new JsonObject();
    json.addProperty("id", held.id());
    json.addProperty("name", held.name());
    json.addProperty("client_id", Estate.PRIVATE_MARKER + ".access");
    json.addProperty("created_at", Wire.fractional(held.notBefore()));
    json.addProperty("updated_at", Wire.fractional(held.notBefore()));
    json.addProperty("enabled", !held.status().equals(Held.INACTIVE));
    if (held.notAfter().equals(Held.NEVER)) {
      json.addProperty("duration", "forever");
      return json;
    }
    var life = Duration.between(held.notBefore(), held.notAfter());
    json.addProperty("duration", life.toHours() + "h" + life.toMinutesPart() + "m0s");
    json.addProperty("expires_at", Wire.expiresOn(held, Wire.fractional(held.notAfter())));
    return json;
  }
}
