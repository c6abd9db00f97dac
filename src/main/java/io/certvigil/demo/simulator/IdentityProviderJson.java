package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Builds the JSON of identity providers; certificates of the same name belong to the same one. */
final class IdentityProviderJson {
  private IdentityProviderJson() {}

  /** The certificates of each provider, in the order of the list. */
  static List<List<SimulatedCertificate>> providers(List<SimulatedCertificate> all) {
    return List.copyOf(
        all.stream()
            .collect(
                Collectors.groupingBy(
                    SimulatedCertificate::name, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** The id of a certificate for a client: that of its provider, and half of its SHA-256. */
  static String certificateId(SimulatedCertificate certificate, EncodedCertificate encoded) {
    return id(certificate) + ":" + encoded.sha256().substring(0, 32);
  }

  private static String id(SimulatedCertificate certificate) {
    return new SeededRandom((certificate.ownerId() + certificate.name()).hashCode()).uuid();
  }

  /**
   * A provider.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/identity_providers/methods/list/">List
   *     identity providers</a>
   */
  static JsonObject json(
      List<SimulatedCertificate> certificates,
      Function<SimulatedCertificate, EncodedCertificate> encode) {
    var first = certificates.getFirst();
    var json = new JsonObject();
    json.addProperty("id", id(first));
    json.addProperty("name", first.name());
    json.addProperty("type", "saml");
    json.add("config", config(certificates, encode));
    var scim = new JsonObject();
    scim.addProperty("enabled", true);
    scim.addProperty("secret", SimulatedEstate.PRIVATE_MARKER);
    json.add("scim_config", scim);
    return json;
  }

  private static JsonObject config(
      List<SimulatedCertificate> certificates,
      Function<SimulatedCertificate, EncodedCertificate> encode) {
    var pems = new JsonArray();
    certificates.forEach(one -> pems.add(ApiJson.pem(one, encode.apply(one))));
    var config = new JsonObject();
    config.addProperty("issuer_url", "https://idp.example/" + id(certificates.getFirst()));
    config.addProperty("sso_target_url", "https://idp.example/sso");
    config.addProperty("sign_request", false);
    config.add("idp_public_certs", pems);
    return config;
  }
}
