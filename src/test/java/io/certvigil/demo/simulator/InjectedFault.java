package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.certvigil.demo.simulator.InjectedFaults.AccountListFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fault of one response.
 *
 * @param kind null for none
 * @param turn how often the same fault was applied so far, this time included
 * @param carriedOut whether a requested change is made
 * @param dribblePause the pause after each byte of {@link FaultKind#DRIBBLE}
 */
record InjectedFault(
    ApiRequest request,
    @Nullable FaultKind kind,
    int turn,
    AccountListFault accounts,
    boolean carriedOut,
    Duration dribblePause)
    implements ResponseFault {
  @Override
  public Optional<ApiResponse> replacement() {
    if (!carriedOut && !isReading()) {
      return FaultKind.SERVER_ERROR_500.replacement();
    }
    if (!isListOfAccounts()) {
      return Optional.empty();
    }
    return switch (accounts) {
      case NONE, IGNORES_PAGE -> Optional.empty();
      case BAD_REQUEST ->
          Optional.of(
              ApiResponse.error(
                  ApiResponse.BAD_REQUEST,
                  1001,
                  "List accounts endpoint does not support account owned tokens."));
      case FORBIDDEN -> FaultKind.FORBIDDEN_403.replacement();
    };
  }

  private boolean isReading() {
    return request.method().equals("GET");
  }

  private boolean isListOfAccounts() {
    return request.route() == ApiRoute.ACCOUNTS && isReading();
  }

  private boolean ignoresPage() {
    return isListOfAccounts() && accounts == AccountListFault.IGNORES_PAGE;
  }

  @Override
  public <T> ListPage<T> page(PageRange range, List<T> all) {
    int shift = kind == FaultKind.DRIFT_GROWN ? -1 : kind == FaultKind.DRIFT_SHRUNK ? 1 : 0;
    var first = kind == FaultKind.SAME_PAGE || ignoresPage() ? 0 : range.from() + shift;
    var items = ListPage.slice(rotated(all), first, range.perPage());
    return new ListPage<>(items, all.size() - shift);
  }

  private <T> List<T> rotated(List<T> all) {
    if (kind != FaultKind.DRIFT) {
      return all;
    }
    var rotated = new ArrayList<>(all);
    Collections.rotate(rotated, turn);
    return rotated;
  }

  @Override
  public void changeList(JsonObject body) {
    JsonArray items = body.getAsJsonArray("result");
    if (kind != null) {
      new FaultyItems(kind).change(items);
    }
    var info = body.getAsJsonObject("result_info");
    info.addProperty("count", items.size());
    if (ignoresPage()) {
      info.addProperty("page", 1);
      info.addProperty("total_count", items.size());
      info.addProperty("total_pages", 1);
    }
    if (kind == FaultKind.NO_RESULT_INFO) {
      JsonElement _ = body.remove("result_info");
    }
  }

  @Override
  public void send(ApiResponse response, ResponseSender sender) throws IOException {
    if (kind == null || kind.changesLists()) {
      sender.send(response);
    } else if (kind.replacement().isPresent()) {
      sender.send(kind.replacement().get());
    } else {
      new FaultySender(sender, dribblePause).send(response, kind);
    }
  }
}
