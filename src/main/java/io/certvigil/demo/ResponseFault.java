package io.certvigil.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one answer is bent; a healthy one not at all.
 *
 * @param turn how often the same fault struck so far, this one included
 * @param carriedOut whether what is to be changed is changed
 */
record ResponseFault(
    @Nullable FaultKind kind, int turn, InjectedFaults.Accounts accounts, boolean carriedOut) {
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

  <T> ApiResponse page(PageRange asked, List<T> all, Function<? super T, JsonObject> json) {
    var from = kind == FaultKind.SAME_PAGE ? 0 : asked.from() + shift();
    var items = items(window(turned(all), from, asked.perPage()), json);
    var total = all.size() + growth();
    var info = new JsonObject();
    info.addProperty("page", asked.page());
    info.addProperty("per_page", asked.perPage());
    info.addProperty("count", items.size());
    info.addProperty("total_count", total);
    info.addProperty("total_pages", (total + asked.perPage() - 1) / asked.perPage());
    return answer(items, info);
  }

  /** A list that comes whole and has no {@code total_pages}. */
  <T> ApiResponse unpaginated(List<T> all, Function<? super T, JsonObject> json) {
    var items = items(all, json);
    var info = new JsonObject();
    info.addProperty("page", 1);
    info.addProperty("per_page", Math.max(all.size(), 1));
    info.addProperty("count", items.size());
    info.addProperty("total_count", all.size());
    return answer(items, info);
  }

  /** The list of accounts as some tokens see it, whichever page is asked for. */
  <T> ApiResponse samePage(ApiRequest call, List<T> all, Function<? super T, JsonObject> json) {
    var perPage = Math.max(PageRange.number(call.parameter("per_page"), 20), 1);
    var items = items(window(all, 0, perPage), json);
    var info = new JsonObject();
    info.addProperty("page", 1);
    info.addProperty("per_page", perPage);
    info.addProperty("count", items.size());
    info.addProperty("total_count", items.size());
    info.addProperty("total_pages", 1);
    return answer(items, info);
  }

  private ApiResponse answer(List<JsonElement> items, JsonObject info) {
    var array = new JsonArray(items.size());
    items.forEach(array::add);
    var body = ApiResponse.envelope(array);
    if (kind != FaultKind.NO_RESULT_INFO) {
      body.add("result_info", info);
    }
    return ApiResponse.json(ApiResponse.OK, body);
  }

  private static <T> List<T> window(List<T> all, long from, int most) {
    int start = Math.clamp(from, 0, all.size());
    return all.subList(start, Math.min(start + most, all.size()));
  }

  private <T> List<T> turned(List<T> all) {
    if (kind != FaultKind.DRIFT) {
      return all;
    }
    var turned = new ArrayList<>(all);
    Collections.rotate(turned, turn);
    return turned;
  }

  private int shift() {
    return kind == FaultKind.DRIFT_GROWN ? -1 : kind == FaultKind.DRIFT_SHRUNK ? 1 : 0;
  }

  private int growth() {
    return -shift();
  }

  private <T> List<JsonElement> items(List<T> some, Function<? super T, JsonObject> json) {
    var items = new ArrayList<JsonElement>();
    some.forEach(one -> items.add(bent(json.apply(one))));
    if (kind == null || items.isEmpty()) {
      return items;
    }
    if (kind == FaultKind.EMPTY_PAGE) {
      items.clear();
    } else if (kind == FaultKind.ONE_SHORT) {
      items.removeLast();
    } else if (kind == FaultKind.DUPLICATES) {
      duplicate(items);
    } else if (kind == FaultKind.NULL_ITEM) {
      items.set(items.size() - 1, JsonNull.INSTANCE);
    }
    return items;
  }

  private static void duplicate(List<JsonElement> items) {
    if (items.size() == 1) {
      items.add(items.getFirst());
    } else {
      items.set(items.size() - 1, items.getFirst());
    }
  }

  private JsonObject bent(JsonObject item) {
    if (kind == null) {
      return item;
    }
    for (var field : List.copyOf(item.keySet())) {
      bend(item, field, kind);
    }
    return item;
  }

  /** A status or a date may be further inside, as it is in packs. */
  private static void bendInside(JsonElement inside, FaultKind kind) {
    if (inside.isJsonArray()) {
      inside.getAsJsonArray().forEach(one -> bendInside(one, kind));
    } else if (inside.isJsonObject()) {
      var item = inside.getAsJsonObject();
      List.copyOf(item.keySet()).forEach(field -> bend(item, field, kind));
    }
  }

  private static void bend(JsonObject item, String field, FaultKind kind) {
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
      bendInside(item.get(field), kind);
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
