package io.certvigil.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the list of certificate packs lists: leaves of the same hosts, kind and status are one pack.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/ssl/subresources/certificate_packs/methods/list/">List
 *     certificate packs</a>
 */
record Pack(String id, String status, List<Held> leaves) {
  /** Those that the list shows: every one, or those that serve. */
  static List<Pack> of(List<Held> all, boolean everyStatus, Instant now) {
    Map<String, List<Held>> byKey =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    held -> key(held, now), LinkedHashMap::new, Collectors.toList()));
    return byKey.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), now))
        .filter(pack -> everyStatus || pack.status().equals(Held.ACTIVE))
        .toList();
  }

  private static String key(Held held, Instant now) {
    return held.names() + " " + held.managed() + " " + held.statusAt(now);
  }

  private static Pack of(String key, List<Held> leaves, Instant now) {
    var id = HexFormat.of().formatHex(Digests.sha256("pack " + key), 0, 16);
    return new Pack(id, leaves.getFirst().statusAt(now), leaves);
  }

  JsonObject json() {
    var one = leaves.getFirst();
    var json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("type", type(one));
    json.add("hosts", Wire.array(one.names()));
    json.addProperty("status", status);
    json.add("certificates", certificates());
    json.addProperty("primary_certificate", one.id());
    json.addProperty("cloudflare_branding", false);
    if (one.managed()) {
      json.addProperty("validity_days", Duration.between(one.notBefore(), one.notAfter()).toDays());
      json.addProperty("certificate_authority", "google");
      json.addProperty("validation_method", "txt");
    }
    return json;
  }

  private static String type(Held one) {
    if (!one.managed()) {
      return "sni_custom";
    }
    return one.names().contains("*." + one.name()) ? "universal" : "advanced";
  }

  private JsonArray certificates() {
    var array = new JsonArray();
    leaves.stream()
        .filter(leaf -> leaf.oddity() != Held.Oddity.NOT_ISSUED)
        .forEach(
            leaf -> array.add(json(leaf, array.isEmpty() ? "ECDSAWithSHA256" : "SHA256WithRSA")));
    return array;
  }

  private JsonObject json(Held leaf, String signature) {
    var json = new JsonObject();
    json.addProperty("id", leaf.id());
    json.addProperty("zone_id", leaf.ownerId());
    json.add("hosts", Wire.array(leaf.names()));
    json.addProperty("issuer", leaf.managed() ? "GoogleTrustServices" : "GlobalSign");
    json.addProperty("signature", signature);
    json.addProperty("status", Held.ACTIVE);
    json.addProperty("bundle_method", "ubiquitous");
    json.addProperty("priority", 0);
    json.addProperty("uploaded_on", Wire.created(leaf));
    json.addProperty("modified_on", Wire.created(leaf));
    json.addProperty("expires_on", Wire.expiresOn(leaf, Wire.fractional(leaf.notAfter())));
    return json;
  }
}
