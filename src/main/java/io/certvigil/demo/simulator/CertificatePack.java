package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An item of the list of certificate packs: the leaf certificates with the same hosts, type and
 * status.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/ssl/subresources/certificate_packs/methods/list/">List
 *     certificate packs</a>
 */
record CertificatePack(
    String id, String status, List<SimulatedCertificate> leaves, @Nullable RenewalTrouble trouble) {
  /** The packs in the list: all of them, or only the active ones. */
  static List<CertificatePack> of(
      List<SimulatedCertificate> all,
      boolean everyStatus,
      Function<String, @Nullable RenewalTrouble> troubles,
      Instant now) {
    Map<String, List<SimulatedCertificate>> byKey =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    certificate -> key(certificate, now), LinkedHashMap::new, Collectors.toList()));
    return byKey.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), troubles, now))
        .filter(pack -> everyStatus || pack.status().equals(SimulatedCertificate.ACTIVE))
        .toList();
  }

  private static String key(SimulatedCertificate certificate, Instant now) {
    return certificate.servedHosts()
        + " "
        + certificate.managed()
        + " "
        + certificate.statusAt(now);
  }

  private static CertificatePack of(
      String key,
      List<SimulatedCertificate> leaves,
      Function<String, @Nullable RenewalTrouble> troubles,
      Instant now) {
    var id = HexFormat.of().formatHex(MessageDigests.sha256("pack " + key), 0, 16);
    var trouble =
        leaves.stream()
            .flatMap(leaf -> Stream.ofNullable(troubles.apply(leaf.id())))
            .findFirst()
            .orElse(null);
    var status = trouble == null ? leaves.getFirst().statusAt(now) : trouble.status();
    return new CertificatePack(id, status, leaves, trouble);
  }

  JsonObject json() {
    var one = leaves.getFirst();
    var json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("type", type(one));
    json.add("hosts", ApiJson.array(one.servedHosts()));
    json.addProperty("status", status);
    json.add("certificates", certificates());
    json.addProperty("primary_certificate", one.id());
    json.addProperty("cloudflare_branding", false);
    if (one.managed()) {
      json.addProperty("validity_days", one.lifetime().toDays());
      json.addProperty("certificate_authority", "google");
      json.addProperty("validation_method", "txt");
    }
    if (trouble != null) {
      trouble.addTo(json, one.servedHosts().getFirst());
    }
    return json;
  }

  private static String type(SimulatedCertificate one) {
    if (!one.managed()) {
      return "sni_custom";
    }
    return one.servedHosts().contains("*." + one.name()) ? "universal" : "advanced";
  }

  private JsonArray certificates() {
    var array = new JsonArray();
    leaves.stream()
        .filter(leaf -> leaf.oddity() != SimulatedCertificate.Oddity.NOT_ISSUED)
        .forEach(
            leaf -> array.add(json(leaf, array.isEmpty() ? "ECDSAWithSHA256" : "SHA256WithRSA")));
    return array;
  }

  private JsonObject json(SimulatedCertificate leaf, String signature) {
    var json = new JsonObject();
    json.addProperty("id", leaf.id());
    json.addProperty("zone_id", leaf.ownerId());
    json.add("hosts", ApiJson.array(leaf.servedHosts()));
    json.addProperty("issuer", leaf.managed() ? "GoogleTrustServices" : "GlobalSign");
    json.addProperty("signature", signature);
    json.addProperty("status", SimulatedCertificate.ACTIVE);
    json.addProperty("bundle_method", "ubiquitous");
    json.addProperty("priority", 0);
    json.addProperty("uploaded_on", ApiJson.created(leaf));
    json.addProperty("modified_on", ApiJson.created(leaf));
    json.addProperty("expires_on", ApiJson.expiresOn(leaf, ApiJson::fractional));
    return json;
  }
}
