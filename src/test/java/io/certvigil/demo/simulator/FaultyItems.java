package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;

/** Changes the items of a list for a {@link FaultKind}. */
record FaultyItems(FaultKind kind) {
  private static final Set<String> STATUS = Set.of("status", "binding_status");
  private static final Set<String> DATES =
      Set.of(
          "expires_on",
          "expires_at",
          "not_after",
          "issued_on",
          "created_at",
          "updated_at",
          "uploaded_on");
  private static final Set<String> IDS = Set.of("id", "uid");
  private static final Set<String> PEMS =
      Set.of("certificate", "certificates", "custom_certificate", "public_certificate");

  void change(JsonArray items) {
    items.forEach(item -> changeFields(item.getAsJsonObject()));
    if (items.isEmpty()) {
      return;
    }
    var last = items.size() - 1;
    if (kind == FaultKind.EMPTY_PAGE) {
      items.asList().clear();
    } else if (kind == FaultKind.ONE_SHORT) {
      items.asList().remove(last);
    } else if (kind == FaultKind.DUPLICATES) {
      duplicate(items);
    } else if (kind == FaultKind.NULL_ITEM) {
      items.set(last, JsonNull.INSTANCE);
    }
  }

  private static void duplicate(JsonArray items) {
    if (items.size() == 1) {
      items.add(items.get(0));
    } else {
      items.set(items.size() - 1, items.get(0));
    }
  }

  private void changeFields(JsonObject item) {
    List.copyOf(item.keySet()).forEach(field -> change(item, field));
  }

  private void change(JsonObject item, String field) {
    if (kind == FaultKind.NULL_FIELDS && !IDS.contains(field)) {
      item.add(field, JsonNull.INSTANCE);
    }
    if (kind == FaultKind.WRONG_TYPED_FIELDS) {
      item.add(field, wrong(item.get(field)));
    }
    if (kind == FaultKind.UNKNOWN_STATUS && STATUS.contains(field)) {
      item.addProperty(field, "hibernating");
    }
    if (kind == FaultKind.UNREADABLE_DATE && DATES.contains(field)) {
      item.addProperty(field, ApiJson.UNREADABLE);
    }
    if (kind == FaultKind.UNREADABLE_DATE && isText(item.get(field)) && PEMS.contains(field)) {
      item.addProperty(field, ApiJson.DOCUMENTATION_PEM);
    }
    if (kind == FaultKind.UNREADABLE_DATE || kind == FaultKind.UNKNOWN_STATUS) {
      changeInside(item.get(field));
    }
  }

  /** A status or a date may be nested, as in certificate packs. */
  private void changeInside(JsonElement element) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(this::changeInside);
    } else if (element.isJsonObject()) {
      changeFields(element.getAsJsonObject());
    }
  }

  private static boolean isText(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }

  private static JsonElement wrong(JsonElement right) {
    var wrapped = new JsonArray();
    wrapped.add(right.isJsonPrimitive() ? new JsonObject() : right);
    return wrapped;
  }
}
