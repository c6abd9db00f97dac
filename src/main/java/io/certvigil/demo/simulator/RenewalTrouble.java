package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What prevents a pack or a custom hostname from being renewed.
 *
 * @param status of the pack or of the hostname
 * @param tlsStatus of the TLS of a hostname; ignored for a pack
 * @param errors the messages of the CA; may be empty
 */
public record RenewalTrouble(String status, String tlsStatus, List<String> errors) {
  public RenewalTrouble {
    errors = List.copyOf(errors);
  }

  public static RenewalTrouble ofPack(String status, String... errors) {
    return new RenewalTrouble(status, status, List.of(errors));
  }

  public static RenewalTrouble ofHostname(String status, String tlsStatus, String... errors) {
    return new RenewalTrouble(status, tlsStatus, List.of(errors));
  }

  /** {@code validation_errors} and {@code validation_records}, as packs and hostnames have them. */
  void addTo(JsonObject json, String host) {
    var messages = new JsonArray();
    for (var error : errors) {
      var message = new JsonObject();
      message.addProperty("message", error);
      messages.add(message);
    }
    json.add("validation_errors", messages);
    var record = new JsonObject();
    record.addProperty("status", "pending");
    record.addProperty("txt_name", "_acme-challenge." + host);
    record.addProperty("txt_value", "token-of-" + host);
    var records = new JsonArray();
    records.add(record);
    json.add("validation_records", records);
  }

  /** What proves who owns a hostname, and why that fails. */
  void addOwnershipTo(JsonObject json, String host) {
    var owner = new JsonObject();
    owner.addProperty("type", "txt");
    owner.addProperty("name", "_cf-custom-hostname." + host);
    owner.addProperty("value", "owner-of-" + host);
    json.add("ownership_verification", owner);
    var errors = new JsonArray();
    if (!status.equals("active")) {
      errors.add("custom hostname does not CNAME to this zone.");
    }
    json.add("verification_errors", errors);
  }
}
